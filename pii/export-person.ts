import type { Database, Statement } from "../core/ports/database.ts";
import type { Opener } from "../core/ports/sealer.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { isDropped, isSealed } from "../core/spec/column.ts";
import type { ApiRecord, Json } from "../core/landed-row.ts";
import { unlessShut } from "./unless-shut.ts";

/** What one table holds of a person. `quarantined`: records that did not fit its declaration, whole, as the source sent them. `missing`: sealed values and records that did not open, and open values of a row that left the open zone. `notKept`: fields that are never stored. */
export type ExportedTable = {
  readonly table: string;
  readonly doc: string;
  readonly rows: readonly { readonly [column: string]: Json }[];
  readonly quarantined: readonly ApiRecord[];
  readonly missing: number;
  readonly notKept: readonly string[];
};

/** What an export needs; `rowsOf` and `sealedOf` read a person's rows and sealed values of a table, `misfitsOf` what quarantine holds of them. */
export type ExportDeps = {
  readonly database: Pick<Database, "read">;
  readonly opener: Opener;
  readonly tables: readonly TableSpec[];
  readonly rowsOf: (table: TableSpec, pid: string) => Statement | undefined;
  readonly sealedOf: (table: TableSpec, pid: string) => Statement | undefined;
  readonly misfitsOf: (pid: string) => Statement;
};

type Row = Readonly<Record<string, unknown>>;

/** Everything that the tables hold of a person, sealed values opened; every table that may name people is searched. */
export async function exportPerson(deps: ExportDeps, pid: string): Promise<readonly ExportedTable[]> {
  const found: ExportedTable[] = [];
  const misfits = Map.groupBy(await deps.database.read(deps.misfitsOf(pid)), (row) => row["table_key"]);
  for (const table of deps.tables) {
    const open = deps.rowsOf(table, pid);
    if (open === undefined) continue;
    const rows = await deps.database.read(open);
    const sealed = deps.sealedOf(table, pid);
    const values = sealed === undefined ? [] : await deps.database.read(sealed);
    found.push(await exported(deps, table, { rows, values, misfits: misfits.get(table.key) ?? [], pid }));
  }
  return found;
}

type Held = Readonly<Record<"rows" | "values" | "misfits", readonly Row[]>> & { readonly pid: string };

async function exported(
  { opener }: ExportDeps,
  table: TableSpec,
  { rows, values, misfits, pid }: Held,
): Promise<ExportedTable> {
  const keys = table.columns.filter((column) => column.key > 0);
  const keyOf = (row: Row): string => keys.map(({ physical }) => String(row[physical])).join(":");
  const open = new Map(rows.map((row) => [keyOf(row), row]));
  const twins = new Map(values.map((row) => [keyOf(row), row]));
  let missing = 0;
  const whole = [];
  for (const key of new Set([...open.keys(), ...twins.keys()])) {
    const [row, twin] = [open.get(key) ?? {}, twins.get(key) ?? {}];
    const told: Record<string, Json> = {};
    for (const column of table.columns) {
      const { name, physical } = column;
      if (isDropped(column)) continue;
      const value = isSealed(column)
        ? await opened(opener, table, {
            name,
            bytes: twin[physical],
            keys: landedKeys(table, { ...twin, ...row }, pid),
          })
        : open.has(key) || twin[physical] !== undefined
          ? asJson(row[physical] ?? twin[physical])
          : undefined;
      if (value === undefined) missing++;
      else told[name] = value;
    }
    whole.push(told);
  }
  const records = await Promise.all(
    misfits.map(({ sealed }) => opener.openRecord(table, { _u: String(sealed), _p: pid }).catch(unlessShut)),
  );
  const quarantined = records.filter((record) => record !== undefined);
  missing += records.length - quarantined.length;
  const notKept = table.columns.filter(isDropped).map(({ name }) => name);
  return { table: table.key, doc: table.doc, rows: whole, quarantined, missing, notKept };
}

const landedKeys = (table: TableSpec, row: Row, pid: string) => ({
  ...Object.fromEntries(
    table.columns.filter((column) => column.key > 0).map(({ name, physical }) => [name, asJson(row[physical])]),
  ),
  _p: pid,
});

/** Undefined: it does not open, under no key of this person. */
async function opened(
  opener: Opener,
  table: TableSpec,
  { name, bytes, keys }: { readonly name: string; readonly bytes: unknown; readonly keys: Record<string, Json> },
): Promise<Json | undefined> {
  if (!(bytes instanceof Uint8Array)) return null;
  const sealed = Buffer.from(bytes).toString("base64url");
  return opener.openValue(table, { ...keys, [name]: sealed }, name).catch(unlessShut);
}

function asJson(value: unknown): Json {
  return value === undefined || value === null ? null : JSON.parse(JSON.stringify(value));
}
