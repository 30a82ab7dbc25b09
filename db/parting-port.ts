import type { FactsOfPeople, PartingPort } from "../core/ports/parting.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { emptiedRows } from "./emptied-rows.ts";
import type { ErasureStatements } from "./erasure-port.ts";
import { partedAtOnce } from "./parted-at-once.ts";
import type { Scope, Session } from "./record-entry.ts";

/** What a dialect says for parting facts. */
export type PartingStatements<On> = Pick<ErasureStatements<On>, "lock" | "record" | "newId"> & {
  readonly isAnybodyErased: string;
  readonly sealedOf: ErasureStatements<On>["ofTable"];
  readonly ofTable: (table: TableSpec) => readonly Readonly<Record<"column" | "given" | "loaded" | "count", string>>[];
};

/** Facts of erased people parted by pseudonym, in a dialect's statements. */
export function partingPort<On extends Scope>(
  sql: Session<On>,
  tables: readonly TableSpec[],
  dialect: PartingStatements<On>,
): PartingPort {
  const { ofTable, sealedOf, lock, newId } = dialect;
  const some = (table: TableSpec, part: string, sealed: string | undefined, params: readonly string[]) =>
    sql.transaction(async (scope) => {
      await lock(scope, [table.key]);
      // What came since the erasure says by the pseudonym alone whose it is.
      await emptiedRows(scope, sealed, params);
      const { rows, days } = await emptiedRows(scope, part, params);
      if (rows > 0) await dialect.record(scope, { id: newId(), asset: table.key, loadId: null, rows, days });
      return rows;
    });
  const all = async (table: TableSpec, part: string, sealed: string | undefined, params: readonly string[]) => {
    let facts = 0;
    for (let rows = partedAtOnce; rows >= partedAtOnce; facts += rows) rows = await some(table, part, sealed, params);
    return facts;
  };
  return {
    async partFacts(pids) {
      const params = [JSON.stringify(pids)];
      return summed(tables, async (table) => {
        let facts = 0;
        for (const { given } of ofTable(table)) facts += await all(table, given, sealedOf(table).sealed, params);
        return facts;
      });
    },
    async partLoaded(table) {
      let facts = 0;
      const columns = ofTable(table);
      if (columns.length === 0) return facts;
      const [found] = await sql.query<{ some: boolean }>(dialect.isAnybodyErased, []);
      if (found?.some !== true) return facts;
      for (const { loaded } of columns) facts += await all(table, loaded, sealedOf(table).purgeSealed, []);
      return facts;
    },
    countFacts: (pids) =>
      summed(tables, async (table) => {
        let facts = 0;
        for (const { count } of ofTable(table))
          facts += (await sql.query<{ facts: number }>(count, [JSON.stringify(pids)]))[0]?.facts ?? 0;
        return facts;
      }),
  };
}

async function summed(
  tables: readonly TableSpec[],
  of: (table: TableSpec) => Promise<number>,
): Promise<readonly FactsOfPeople[]> {
  const found: FactsOfPeople[] = [];
  for (const table of tables) {
    const facts = await of(table);
    if (facts > 0) found.push({ table: table.key, facts });
  }
  return found;
}
