import type { TableSpec } from "../../core/spec/asset.ts";
import { isSealed } from "../../core/spec/column.ts";
import type { RevealPurpose } from "../../core/spec/reveal.ts";

/** Declare what sealed fields may be opened for: `fields` by table, columns by name. */
export const revealPurpose = (
  name: string,
  { doc, fields }: { readonly doc: string; readonly fields: { readonly [table: string]: readonly string[] } },
): RevealPurpose => ({
  name,
  doc,
  fields: Object.entries(fields).flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`)),
});

/** What is wrong with some purposes, a sentence each. */
export function revealProblems(purposes: readonly RevealPurpose[], tables: readonly TableSpec[]): readonly string[] {
  const sealed = new Set(
    tables.flatMap(({ key, columns }) => columns.filter(isSealed).map(({ name }) => `${key}.${name}`)),
  );
  return purposes.flatMap(({ name, fields }, at) => [
    ...(/^[a-z][a-z0-9-]*$/.test(name)
      ? []
      : [`No purpose of reveals can be called "${name}": use small letters, digits and dashes.`]),
    ...(purposes.findIndex((other) => other.name === name) === at
      ? []
      : [`Two purposes of reveals are called "${name}": give each a name of its own.`]),
    ...fields
      .filter((field) => !sealed.has(field))
      .map((field) => `Purpose ${name}: there is no sealed column ${field}.`),
  ]);
}
