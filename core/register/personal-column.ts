import type { AssetSpec, TableSpec } from "../spec/asset.ts";
import type { ColumnSpec } from "../spec/column.ts";

/** What is done with a value that says something of a person. `keep`: stored as it came; `generalise`: only what is made of it is stored. */
export type PersonalAction = "seal" | "drop" | "pseudonymise" | "generalise" | "keep";

/** Whether a column says something of a person: it is declared so, names one, or its row is about one. */
export const saysOfPerson = (column: ColumnSpec, table: Pick<TableSpec, "subject">): boolean =>
  column.personal !== undefined ||
  column.processing !== undefined ||
  column.derive?.kind === "pid" ||
  table.subject !== undefined;

/** What is done with such a column; undefined where its declaration does not say. */
export function actionOn(column: ColumnSpec): PersonalAction | undefined {
  if (column.personal !== undefined) return column.personal.action;
  if (column.derive !== undefined) return column.derive.kind === "pid" ? "pseudonymise" : "generalise";
  return column.processing?.what === undefined ? undefined : "keep";
}

/** What such a column says of a person, in a word. */
export const categoryOf = ({ name, personal, processing, derive }: ColumnSpec): string =>
  personal?.what ?? processing?.what ?? (derive?.kind === "pid" ? "pseudonym" : name);

/** What a column says of a person and what is done with it, as the register tells it; undefined where it says nothing. A mart's columns are told by themselves. */
export function personalOf(
  column: ColumnSpec,
  asset: AssetSpec,
): { readonly what: string; readonly action: PersonalAction } | undefined {
  const subject = asset.kind === "table" ? asset : {};
  if (!saysOfPerson(column, subject)) return undefined;
  return { what: categoryOf(column), action: actionOn(column) ?? "keep" };
}

/** Keys of the purposes of such a column: its own, else its table's. */
export const purposesOf = (column: ColumnSpec, table: TableSpec): readonly string[] =>
  column.processing?.purposes ?? table.purposes ?? [];

/** The kind of person that a column says something of: that of its row, of its own pseudonym, or of the one that its row names. Undefined where no row names any. */
export function subjectOf(column: ColumnSpec, table: TableSpec): string | undefined {
  if (column.derive?.kind === "pid") return column.derive.entity;
  if (table.subject !== undefined) return table.subject;
  for (const { derive } of table.columns) if (derive?.kind === "pid") return derive.entity;
  return undefined;
}
