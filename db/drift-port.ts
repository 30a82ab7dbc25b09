import type { StagedRow } from "../core/ports/database.ts";
import type { Differences, DriftFigures, DriftPort, DriftRecord, RereadPlace } from "../core/ports/drift.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { keyColumns, stagedColumns } from "./postgres/names.ts";
import type { Scope } from "./record-entry.ts";

/** Rows that one statement compares. */
const rowsAtOnce = 1_000;

/** What a dialect says for drift. `instant` is an ISO instant as its parameters take one. */
export type DriftStatements = {
  readonly drift: Readonly<Record<"record" | "last" | "list", string>>;
  readonly compare: (table: TableSpec) => string;
  readonly instant: (iso: string) => string;
};

/** A record as it is stored: its counts are JSON. */
type StoredDrift = Omit<DriftRecord, keyof DriftFigures> & { readonly found: string };

/** What was found that no pass brought, in a dialect's statements. */
export const driftPort = (sql: Scope, { drift, compare, instant }: DriftStatements): DriftPort => ({
  async compareStored(table, rows) {
    const text = compare(table);
    const told = asStored(table, instant);
    let found: Differences = { differing: 0, missing: 0 };
    for (let at = 0; at < rows.length; at += rowsAtOnce) {
      const list = JSON.stringify(rows.slice(at, at + rowsAtOnce).map(told));
      const [counts] = await sql.query<Differences>(text, [list]);
      const { differing = 0, missing = 0 } = counts ?? {};
      found = { differing: found.differing + differing, missing: found.missing + missing };
    }
    return found;
  },
  async recordDrift({ id, asset, at, kind, since, until, state, load, ...found }) {
    const span = [since, until].map((end) => (end === null ? null : instant(end)));
    await sql.query(drift.record, [id, asset, instant(at), kind, ...span, JSON.stringify(found), state, load]);
  },
  lastReread: async (asset) => (await sql.query<RereadPlace>(drift.last, [asset]))[0],
  async drifts(asset) {
    const rows = await sql.query<StoredDrift>(drift.list, [asset]);
    return rows.map(({ found, ...record }): DriftRecord => ({ ...record, ...JSON.parse(found) }));
  },
});

/** A row's key by column, its hash and its order, as JSON takes them. */
function asStored(table: TableSpec, instant: (iso: string) => string) {
  const columns = stagedColumns(table);
  const keys = keyColumns(table).map((column) => ({ name: column.physical, at: columns.indexOf(column) }));
  return ({ values, hash, orderedAt }: StagedRow) => ({
    ...Object.fromEntries(keys.map(({ name, at }) => [name, values[at]])),
    _hash: hash,
    _ordered_at: instant(orderedAt),
  });
}
