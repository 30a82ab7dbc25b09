import type { LedgerHead } from "../core/erasure-ledger.ts";
import type { ErasurePort, RowsOfPeople } from "../core/ports/erasure.ts";
import type { MartSpec, TableSpec } from "../core/spec/asset.ts";
import type { GraphSpec } from "../core/spec/graph.ts";
import { peopleInMarts } from "./people-in-marts.ts";
import { emptiedRows } from "./emptied-rows.ts";
import { ownColumn } from "./person-columns.ts";
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
      | ("emptyQuarantined" | "purgeQuarantined" | "countQuarantined" | "makeStale"),
      string
    >
  >;
  readonly ofTable: (
    table: TableSpec,
  ) => Readonly<Record<"open" | "sealed" | "purgeOpen" | "purgeSealed" | "count", string | undefined>>;
  /** Undefined for a mart that names nobody. */
  readonly ofMart: (mart: MartSpec) => Readonly<Record<"rows" | "count", string>> | undefined;
  readonly lock: (scope: On, keys: readonly string[]) => Promise<void>;
  readonly record: (scope: On, made: Made) => Promise<void>;
  readonly newId: () => string;
};

/** Rows of people deleted by pseudonym, in a dialect's statements. */
export function erasurePort<On extends Scope>(
  sql: Session<On>,
  { tables, marts }: Pick<GraphSpec, "tables" | "marts">,
  dialect: ErasureStatements<On>,
): ErasurePort {
  const { erasure, ofTable } = dialect;
  const inMarts = peopleInMarts(sql, marts, dialect);
  const emptied = (table: TableSpec, texts: Texts, params: readonly string[]) =>
    emptiedTable(sql, dialect, { table, ...texts, params });
  return {
    async erasePeople(seq, pids) {
      await sql.query(erasure.record, [seq, JSON.stringify(pids)]);
      const gone: RowsOfPeople[] = [];
      for (const table of tables) {
        const { open, sealed } = ofTable(table);
        gone.push(await emptied(table, { open, sealed }, [JSON.stringify(pids)]));
      }
      gone.push(...(await inMarts.erase(pids)));
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
      return (await emptied(table, { open: purgeOpen, sealed: purgeSealed }, [])).open;
    },
    async countPeople(pids) {
      const counts: RowsOfPeople[] = [];
      for (const table of tables) {
        const { count } = ofTable(table);
        if (count === undefined) continue;
        const [row] = await sql.query<Omit<RowsOfPeople, "table">>(count, [JSON.stringify(pids)]);
        counts.push({ table: table.key, open: row?.open ?? 0, sealed: row?.sealed ?? 0 });
      }
      counts.push(...(await inMarts.count(pids)));
      return withMisfits(counts, await sql.query<Misfits>(erasure.countQuarantined, [JSON.stringify(pids)]));
    },
    async hidePeople(pids) {
      await sql.query(erasure.restrict, [JSON.stringify(pids)]);
      let rows = 0;
      for (const table of tables)
        rows += (await emptied(table, { open: ofTable(table).open, sealed: undefined }, [JSON.stringify(pids)])).open;
      return rows;
    },
    showPeople: (pids) => lifted(sql, tables, dialect, pids),
    erasedThrough: () => through(sql, erasure.through),
    keepEntry: async ({ seq, mac }) => void (await sql.query(erasure.keepEntry, [seq, mac])),
    lastEntry: async () => (await sql.query<LedgerHead>(erasure.lastEntry, []))[0],
  };
}

type Texts = Readonly<Record<"open" | "sealed", string | undefined>>;
type Emptying = Texts & { readonly table: TableSpec; readonly params: readonly string[] };

/** Delete rows of a table in both zones, and tell it as a change where any went in the open one. */
const emptiedTable = <On extends Scope>(
  sql: Session<On>,
  { lock, newId, record }: ErasureStatements<On>,
  { table, open, sealed, params }: Emptying,
): Promise<RowsOfPeople> =>
  sql.transaction(async (scope) => {
    if (open === undefined && sealed === undefined) return { table: table.key, open: 0, sealed: 0 };
    await lock(scope, [table.key]);
    // Facts say whose sealed values they are: these go first.
    const values = await emptiedRows(scope, sealed, params);
    const { rows, days } = await emptiedRows(scope, open, params);
    if (rows > 0) await record(scope, { id: newId(), asset: table.key, loadId: null, rows, days });
    return { table: table.key, open: rows, sealed: values.rows };
  });

/** Let people into the open zone again. Tables about people are told as changed, as they were when people left: a list without them is answered no more. */
const lifted = <On extends Scope>(
  sql: Session<On>,
  tables: readonly TableSpec[],
  { erasure, lock, newId, record }: ErasureStatements<On>,
  pids: readonly string[],
): Promise<void> =>
  sql.transaction(async (scope) => {
    const about = tables.filter((table) => ownColumn(table) !== undefined).map(({ key }) => key);
    await lock(scope, about);
    const [hidden] = await scope.query<{ people: number }>(erasure.lift, [JSON.stringify(pids)]);
    if ((hidden?.people ?? 0) === 0) return;
    for (const asset of about) await record(scope, { id: newId(), asset, loadId: null, rows: 0, days: [] });
  });

/** Records in quarantine, of tables that may be declared no more. */
type Misfits = { readonly table: string; readonly quarantined: number };

function withMisfits(zones: readonly RowsOfPeople[], misfits: readonly Misfits[]): readonly RowsOfPeople[] {
  const byTable = new Map(
    zones.filter(({ open, sealed, mart = 0 }) => open + sealed + mart > 0).map((rows) => [rows.table, rows]),
  );
  for (const { table, quarantined } of misfits)
    byTable.set(table, { ...(byTable.get(table) ?? { table, open: 0, sealed: 0 }), quarantined });
  return [...byTable.values()];
}

async function through(sql: Scope, text: string): Promise<number> {
  const [row] = await sql.query<{ seq: number }>(text, []);
  return row?.seq ?? 0;
}
