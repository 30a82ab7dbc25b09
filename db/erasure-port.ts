import type { LedgerHead } from "../core/erasure-ledger.ts";
import type { ErasurePort, RowsOfPeople } from "../core/ports/erasure.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import type { Scope, Session } from "./record-entry.ts";

/** One change of an asset's content, as its ledger takes it. */
type Made = {
  readonly id: string;
  readonly asset: string;
  readonly loadId: null;
  readonly rows: number;
  readonly days: readonly string[];
};

/** What a dialect says for erasures; `lock` holds assets until the transaction ends. */
export type ErasureStatements<On> = {
  readonly erasure: Readonly<
    Record<
      | ("record" | "through" | "restrict" | "lift" | "isAnybodyKeptOut" | "keepEntry" | "lastEntry")
      | ("emptyQuarantined" | "purgeQuarantined" | "countQuarantined"),
      string
    >
  >;
  readonly ofTable: (
    table: TableSpec,
  ) => Readonly<Record<"open" | "sealed" | "purgeOpen" | "purgeSealed" | "count", string | undefined>>;
  readonly lock: (scope: On, keys: readonly string[]) => Promise<void>;
  readonly record: (scope: On, made: Made) => Promise<void>;
  readonly newId: () => string;
};

type Deleted = { readonly rows: number; readonly days: readonly string[] };

/** Rows of people deleted by pseudonym, in a dialect's statements. */
export function erasurePort<On extends Scope>(
  sql: Session<On>,
  tables: readonly TableSpec[],
  dialect: ErasureStatements<On>,
): ErasurePort {
  const { erasure, ofTable, lock, newId } = dialect;
  const emptied = (table: TableSpec, open: string | undefined, sealed: string | undefined, params: readonly string[]) =>
    sql.transaction(async (scope) => {
      if (open === undefined && sealed === undefined) return { table: table.key, open: 0, sealed: 0 };
      await lock(scope, [table.key]);
      // Facts say whose sealed values they are: these go first.
      const values = await emptiedRows(scope, sealed, params);
      const { rows, days } = await emptiedRows(scope, open, params);
      if (rows > 0) await dialect.record(scope, { id: newId(), asset: table.key, loadId: null, rows, days });
      return { table: table.key, open: rows, sealed: values.rows };
    });
  return {
    async erasePeople(seq, pids) {
      await sql.query(erasure.record, [seq, JSON.stringify(pids)]);
      const gone: RowsOfPeople[] = [];
      for (const table of tables) {
        const { open, sealed } = ofTable(table);
        gone.push(await emptied(table, open, sealed, [JSON.stringify(pids)]));
      }
      const misfits = await sql.transaction((scope) =>
        scope.query<Misfits>(erasure.emptyQuarantined, [JSON.stringify(pids)]),
      );
      return withMisfits(gone, misfits);
    },
    async purgeErased(table) {
      const { purgeOpen, purgeSealed } = ofTable(table);
      if (purgeOpen === undefined && purgeSealed === undefined) return 0;
      const [found] = await sql.query<{ some: boolean }>(erasure.isAnybodyKeptOut, []);
      if (found?.some !== true) return 0;
      await sql.query(erasure.purgeQuarantined, [table.key]);
      return (await emptied(table, purgeOpen, purgeSealed, [])).open;
    },
    async countPeople(pids) {
      const counts: RowsOfPeople[] = [];
      for (const table of tables) {
        const { count } = ofTable(table);
        if (count === undefined) continue;
        const [row] = await sql.query<Omit<RowsOfPeople, "table">>(count, [JSON.stringify(pids)]);
        counts.push({ table: table.key, open: row?.open ?? 0, sealed: row?.sealed ?? 0 });
      }
      return withMisfits(counts, await sql.query<Misfits>(erasure.countQuarantined, [JSON.stringify(pids)]));
    },
    async hidePeople(pids) {
      await sql.query(erasure.restrict, [JSON.stringify(pids)]);
      let rows = 0;
      for (const table of tables)
        rows += (await emptied(table, ofTable(table).open, undefined, [JSON.stringify(pids)])).open;
      return rows;
    },
    showPeople: async (pids) => void (await sql.query(erasure.lift, [JSON.stringify(pids)])),
    erasedThrough: () => through(sql, erasure.through),
    keepEntry: async ({ seq, mac }) => void (await sql.query(erasure.keepEntry, [seq, mac])),
    lastEntry: async () => (await sql.query<LedgerHead>(erasure.lastEntry, []))[0],
  };
}

/** Records in quarantine, of tables that may be declared no more. */
type Misfits = { readonly table: string; readonly quarantined: number };

function withMisfits(zones: readonly RowsOfPeople[], misfits: readonly Misfits[]): readonly RowsOfPeople[] {
  const byTable = new Map(zones.filter(({ open, sealed }) => open + sealed > 0).map((rows) => [rows.table, rows]));
  for (const { table, quarantined } of misfits)
    byTable.set(table, { ...(byTable.get(table) ?? { table, open: 0, sealed: 0 }), quarantined });
  return [...byTable.values()];
}

/** What a statement that answers `rows` and `days` did; nothing where there is none. */
export async function emptiedRows(scope: Scope, text: string | undefined, params: readonly string[]): Promise<Deleted> {
  if (text === undefined) return { rows: 0, days: [] };
  const [row] = await scope.query<{ rows: number; days: string | null }>(text, params);
  return { rows: row?.rows ?? 0, days: row?.days == null ? [] : JSON.parse(row.days) };
}

async function through(sql: Scope, text: string): Promise<number> {
  const [row] = await sql.query<{ seq: number }>(text, []);
  return row?.seq ?? 0;
}
