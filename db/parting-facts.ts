import type { Database } from "../core/ports/database.ts";
import type { RowsOfPeople } from "../core/ports/erasure.ts";
import type { FactsOfPeople } from "../core/ports/parting.ts";

type Parting = Pick<
  Database,
  "erasePeople" | "purgeErased" | "countPeople" | "partFacts" | "partLoaded" | "countFacts"
>;

/** A database whose erasures part the facts of who is erased: at the erasure, at its replay, and at the end of each load. A fact that names them still is a row that they have. */
export const partingFacts = <Target extends Parting>(database: Target): Target => ({
  ...database,
  async erasePeople(seq: number, pids: readonly string[]) {
    const rows = await database.erasePeople(seq, pids);
    return withFacts(rows, await database.partFacts(pids), (of, facts) => ({ ...of, parted: facts }));
  },
  async purgeErased(table: Parameters<Target["purgeErased"]>[0]) {
    const rows = await database.purgeErased(table);
    await database.partLoaded(table);
    return rows;
  },
  countPeople: async (pids: readonly string[]) =>
    withFacts(await database.countPeople(pids), await database.countFacts(pids), (of, facts) => ({
      ...of,
      open: of.open + facts,
    })),
});

function withFacts(
  rows: readonly RowsOfPeople[],
  facts: readonly FactsOfPeople[],
  add: (of: RowsOfPeople, facts: number) => RowsOfPeople,
): readonly RowsOfPeople[] {
  const byTable = new Map(rows.map((of) => [of.table, of]));
  for (const { table, facts: found } of facts)
    byTable.set(table, add(byTable.get(table) ?? { table, open: 0, sealed: 0 }, found));
  return [...byTable.values()];
}
