import { createLookups } from "../activities/load-lookups.ts";
import { rowCaster } from "../activities/to-staged-row.ts";
import type { ApiRecord } from "../core/landed-row.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import type { CastValue } from "../core/ports/database.ts";
import { isOpen, type ColumnSpec } from "../core/spec/column.ts";
import { valueText } from "../core/value-text.ts";
import { storedRows } from "../db/declare/operator-reads.ts";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import type { Opener, Sealer } from "../core/ports/sealer.ts";
import { nobody } from "../pii/seal-record.ts";
import type { Parts } from "../worker/compose.ts";
import { misfitKey } from "./misfit-key.ts";

type VerifiedParts = Pick<Parts, "deployed" | "database" | "store" | "quarantine"> & {
  readonly sealer: Sealer;
  readonly opener: Opener;
  readonly identity: Pick<IdentityStore, "isErased">;
};

/** How one table compares with the source's own ledger. Counts are rows; `stored` leaves out rows flagged as vanished; `erased` are the source's own rows of erased people, expected nowhere. */
export type TableVerdict = {
  readonly table: string;
  readonly equal: boolean;
  readonly expected: number;
  readonly erased: number;
  readonly stored: number;
  readonly missing: number;
  readonly surplus: number;
  readonly different: number;
};

const pageRows = 1_000;

/**
 * Compare every table with the source's ledger of truth: the same keys, the same value in every open column, and the
 * same row hash, which covers the sealed columns too (a keyed hash of the whole clear record). A row of the ledger that
 * does not fit its declaration is expected under its key all the same: missing, or different where an older version
 * of it is stored. A fact about somebody who was erased has that person's orphan pseudonym or nobody's, and a hash
 * under a key that is gone: its other open columns are compared.
 */
export async function verifyTables(
  parts: VerifiedParts,
  ledgerUrl: string,
  key: string,
): Promise<readonly TableVerdict[]> {
  const verdicts: TableVerdict[] = [];
  for (const table of parts.deployed.graph.spec.tables) {
    const response = await fetch(`${ledgerUrl}/__sim/ledger/${table.key}`, { headers: { "x-api-key": key } });
    if (!response.ok) continue;
    const ledger: readonly ApiRecord[] = JSON.parse(await response.text());
    verdicts.push(await verifyTable(parts, table, ledger));
  }
  return verdicts;
}

async function verifyTable(
  parts: VerifiedParts,
  table: TableSpec,
  ledger: readonly ApiRecord[],
): Promise<TableVerdict> {
  const { rows: expected, erased } = await expectedRows(parts, table, ledger);
  const stored = await foundRows(parts, table, expected);
  let [missing, different] = [0, 0];
  for (const [id, row] of expected) {
    const found = stored.get(id);
    if (found === undefined) missing++;
    else if (found !== row) different++;
  }
  const surplus = [...stored.keys()].filter((id) => !expected.has(id)).length;
  return {
    table: table.key,
    equal: missing + surplus + different === 0,
    expected: expected.size,
    erased,
    stored: stored.size,
    missing,
    surplus,
    different,
  };
}

async function expectedRows(
  parts: VerifiedParts,
  table: TableSpec,
  ledger: readonly ApiRecord[],
): Promise<{ readonly rows: ReadonlyMap<string, string>; readonly erased: number }> {
  const cast = rowCaster(table, parts.deployed.zone, { t0: new Date(0).toISOString(), elapsedMs: 0 });
  const lookups = await createLookups({
    graph: parts.deployed.graph,
    lookups: parts.deployed.lookups,
    store: parts.store,
    quarantine: parts.quarantine,
  })(table);
  const columns = table.columns.filter((column) => column.personal?.action !== "drop");
  const rows = new Map<string, string>();
  let erased = 0;
  for (let at = 0; at < ledger.length; at += pageRows) {
    const sealed = await parts.sealer.sealPage(table, ledger.slice(at, at + pageRows), lookups);
    erased += sealed.erased;
    for (const [index, row] of sealed.rows.entries()) {
      const staged = cast(row, at + index + 1);
      if (staged.kind !== "row") {
        rows.set(idOf(table, await misfitKey(parts.opener, table, row)), fitsNowhere);
        continue;
      }
      const values = Object.fromEntries(
        columns.map((column, place) => [column.physical, told(column, staged.row.values[place])]),
      );
      rows.set(idOf(table, values), canonical(table, values, staged.row.hash));
    }
  }
  return { rows, erased };
}

/** What no stored row is like: `canonical` never gives it. */
const fitsNowhere = "misfit";

async function foundRows(
  { database, identity }: VerifiedParts,
  table: TableSpec,
  expected: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const row of await database.read(storedRows(table))) {
    const [id, text] = [idOf(table, row), canonical(table, row, String(row["_hash"]))];
    // Who was erased is asked only where something differs.
    found.set(id, text === expected.get(id) ? text : await withoutErased(identity, table, row));
  }
  return found;
}

/** A stored row in which nobody stands for whoever was erased. */
async function withoutErased(identity: VerifiedParts["identity"], table: TableSpec, row: Values): Promise<string> {
  const values = { ...row };
  for (const { physical } of table.columns.filter(({ derive }) => derive?.kind === "pid")) {
    const pid = row[physical];
    if (typeof pid === "string" && (await identity.isErased(pid))) values[physical] = nobody;
  }
  return canonical(table, values, String(row["_hash"]));
}

type Values = Readonly<Record<string, unknown>>;

/** JSON is cast to text, and answered as what it says. */
const told = ({ type }: ColumnSpec, value: CastValue | undefined): unknown =>
  type.kind === "json" && typeof value === "string" ? JSON.parse(value) : value;

const idOf = (table: TableSpec, row: Values): string =>
  table.columns
    .filter((column) => column.key > 0)
    .map((column) => valueText(row[column.physical]))
    .join(":");

/** Hashes of facts about nobody are left out: they were made under different keys before and after the erasure. */
const canonical = (table: TableSpec, row: Values, hash: string): string =>
  JSON.stringify([
    table.columns.some(({ derive, physical }) => derive?.kind === "pid" && row[physical] === nobody) ? null : hash,
    ...table.columns
      .filter(isOpen)
      .map((column) => (column.type.kind === "json" ? sorted(row[column.physical]) : (row[column.physical] ?? null))),
  ]);

/** JSON with its keys in order, since the database keeps documents in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, below]) => [name, typeof below === "object" && below !== null ? sorted(below) : below]),
  );
}
