import { SillageError } from "../../core/errors.ts";
import { Sensitive } from "../../core/sensitive.ts";
import type { LandedRow } from "../../core/landed-row.ts";
import type { IdentityStore } from "../../core/ports/identity-store.ts";
import type { RevealedValue } from "../../core/ports/reveals.ts";
import type { Opener } from "../../core/ports/sealer.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { requireRevealable } from "./require-revealable.ts";
import { refusal } from "./reveal-refusals.ts";

/** Rows of a person in a table, as they were landed: keys in clear, sealed values in base64url, `_p` their pseudonym. */
export type PersonRows = (table: TableSpec, pid: string) => Promise<readonly LandedRow[]>;

/** What opening a person's fields needs. */
export type OpenPersonDeps = {
  readonly identity: Pick<IdentityStore, "findByPid" | "standingOf">;
  readonly opener: Pick<Opener, "openValue">;
  readonly tables: ReadonlyMap<string, TableSpec>;
  readonly rowsOf: PersonRows;
};

/** Open fields of a person, `<table>.<column>` each, in every row that is theirs. Throws `pii.unknown-person`, `reveal.restricted`, and as opening does where a value or its key does not open. */
export async function openPerson(
  { identity, opener, tables, rowsOf }: OpenPersonDeps,
  pid: string,
  fields: readonly string[],
): Promise<readonly RevealedValue[]> {
  await requireRevealable(identity, pid);
  const values: RevealedValue[] = [];
  for (const [key, columns] of byTable(fields)) {
    const table = tables.get(key);
    if (table === undefined) continue;
    for (const row of await rowsOf(table, pid))
      for (const column of columns)
        values.push({
          field: `${key}.${column}`,
          row: rowName(table, row),
          value: new Sensitive(await opener.openValue(table, row, column).catch(refusedSince)),
        });
  }
  return values;
}

/** Who was erased or restricted between two looks is refused as if they had been before: nobody is told that there was somebody. */
function refusedSince(error: unknown): never {
  if (error instanceof SillageError && error.code === "pii.erased") throw refusal.person();
  if (error instanceof SillageError && error.code === "pii.restricted") throw refusal.restricted();
  throw error;
}

function byTable(fields: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const tables = new Map<string, string[]>();
  for (const field of fields) {
    const [table = "", column = ""] = field.split(".");
    tables.set(table, [...(tables.get(table) ?? []), column]);
  }
  return tables;
}

const rowName = (table: TableSpec, row: LandedRow): string =>
  table.columns
    .filter((column) => column.key > 0)
    .toSorted((left, right) => left.key - right.key)
    .map(({ name }) => String(row[name]))
    .join(":");
