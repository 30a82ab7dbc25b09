import type { TableSpec } from "../spec/asset.ts";
import type { ColumnSpec } from "../spec/column.ts";
import type { GraphSpec } from "../spec/graph.ts";
import type { LegalBasis, PurposeSpec } from "../spec/register.ts";
import { personalOf, purposesOf, subjectOf, type PersonalAction } from "./personal-column.ts";

/** One field of the register of processing (article 30): what it says of whom, why, how long, who sees it, what protects it. */
export type RegisterField = {
  readonly table: string;
  readonly column: string;
  /** Dotted paths in the source's record. */
  readonly from: readonly string[];
  readonly source: string;
  /** The kind of person; null where rows name nobody. */
  readonly subject: string | null;
  readonly category: string;
  readonly action: PersonalAction;
  readonly purposes: readonly string[];
  readonly legalBases: readonly LegalBasis[];
  readonly recipients: readonly string[];
  readonly retention: string;
  readonly measures: readonly string[];
};

/** Every field that says something of a person, in the order of the declarations. */
export const registerFields = (spec: GraphSpec): readonly RegisterField[] =>
  spec.tables.flatMap((table) => table.columns.flatMap((column) => fieldOf(column, table, spec) ?? []));

function fieldOf(column: ColumnSpec, table: TableSpec, { register }: GraphSpec): RegisterField | undefined {
  const personal = personalOf(column, table);
  if (personal === undefined) return undefined;
  const { what, action } = personal;
  const subject = subjectOf(column, table) ?? null;
  const kept = purposesOf(column, table).flatMap(
    (key) => register?.purposes.find((purpose) => purpose.key === key) ?? [],
  );
  return {
    table: table.key,
    column: column.name,
    from: column.from,
    source: table.source,
    subject,
    category: what,
    action,
    purposes: kept.map(({ key }) => key),
    legalBases: unique(kept, ({ legalBasis }) => [legalBasis]),
    recipients: action === "drop" ? [] : unique(kept, ({ recipients }) => recipients),
    retention: action === "drop" ? "not kept" : retentionText(subject, register?.retentions ?? []),
    measures: measuresOf(column, action),
  };
}

const unique = <Value>(purposes: readonly PurposeSpec[], of: (purpose: PurposeSpec) => readonly Value[]) => [
  ...new Set(purposes.flatMap(of)),
];

const retentionText = (
  subject: string | null,
  retentions: readonly { readonly subject: string; readonly years: number }[],
): string => {
  const found = retentions.find((retention) => retention.subject === subject);
  return found === undefined ? "as long as the row" : `${found.years} years after the ${subject}'s last activity`;
};

function measuresOf({ personal, derive }: ColumnSpec, action: PersonalAction): readonly string[] {
  switch (action) {
    case "drop":
      return ["dropped in memory before landing: in no store"];
    case "seal":
      return [
        "encrypted before landing (AES-256-GCM) under a key of the person's own, wrapped by an epoch's key in a vault",
        ...(personal?.index === undefined
          ? []
          : [`found by a keyed ${personal.index} index in the identity store, never by its text`]),
      ];
    case "pseudonymise":
      return ["random pseudonym; the link to the source's id is a keyed hash in the identity store, apart"];
    case "generalise":
      return [
        derive?.kind === "lookup"
          ? `looked up, and only ${derive.output} is stored`
          : "the year alone, 1940 for anybody born before",
      ];
    case "keep":
      return ["stored beside the pseudonym, in no line with a name; small cells are hidden in KPIs"];
  }
}
