import fc from "fast-check";
import { expect, test } from "vitest";
import type { Database, LoadState } from "../../core/ports/database.ts";
import { ask, empty } from "./portable.ts";
import { openLoad, poisoned, sampleTable, stagedOrders, storedOrders, type Version } from "./sample-orders.ts";

const orders = sampleTable("orders");
/** A minute long before made-up versions were read. */
const lastYear = -525_600;

/** What is promised of versions of one row that are of one and the same instant: the last one landed is kept. */
export function databaseVersionsContract(current: () => Database): void {
  let serial = 0;
  const loadId = (): string => `01V${String(++serial).padStart(23, "0")}`;

  /** Load versions in parts, merged in an order of their own, as parts that are staged side by side are. */
  async function loadParts(id: string, parts: readonly (readonly Version[])[], turns: readonly number[]) {
    const database = current();
    await openLoad(database, id, parts.flat().length);
    for (const turn of turns) {
      const rows = stagedOrders(parts[turn] ?? []);
      await database.stageBatch(orders, id, turn + 1, rows);
      if (rows.length > 0) await database.mergeSlice(orders, id, { part: turn + 1, from: 1, to: rows.length });
    }
    return database.finishLoad(orders, id, null);
  }
  const forget = async (ids: readonly string[]): Promise<void> => {
    await empty(current(), '"open".orders');
    for (const id of ids)
      for (const table of ["load_slice", "load"])
        await ask(current(), `delete from sillage.${table} where load_id = $1`, [id]);
  };
  const row = (id: number, total: string): Version => ({ id, at: 1, total });

  test.for([
    [0, 1],
    [1, 0],
  ])("of two versions in two parts the later part's is kept, merged as %j, however early its line", async (turns) => {
    const parts = [[row(1, "1.00"), row(2, "1.00"), row(7, "3.00")], [row(7, "4.00")]];
    await loadParts(loadId(), parts, turns);
    expect(await storedOrders(current())).toMatchObject({ 7: "4.00" });
  });

  test("a row that comes back in a later part to what it was is kept, whatever is merged in between", async () => {
    const parts = [[row(7, "1.00")], [row(7, "2.00")], [row(7, "1.00")]];
    const state: LoadState = await loadParts(loadId(), parts, [0, 2, 1]);
    expect(state).toMatchObject({ merged: 1, unchanged: 1, superseded: 1 });
    expect(await storedOrders(current())).toEqual({ 7: "1.00" });
  });

  test.for([
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [2, 1, 0, 3],
    [1, 2, 3, 0],
  ])(
    "the true version stands over those with an instant to come, which came for two nights, merged as %j, though it changed last year",
    async (turns) => {
      const poison = { ...row(7, "2.00"), at: poisoned };
      const truly = { ...row(7, "1.00"), at: lastYear };
      const loads = [truly, poison, poison, truly].map((version) => ({ id: loadId(), version }));
      await forget(loads.map(({ id }) => id));
      for (const turn of turns) {
        const load = loads[turn];
        if (load !== undefined) await loadParts(load.id, [[load.version]], [0]);
        if (turn === 0) expect(await storedOrders(current())).toEqual({ 7: "1.00" });
      }
      expect(await storedOrders(current())).toEqual({ 7: "1.00" });
    },
  );

  test("loads and parts merged in any order give the same table, also where all versions are of one instant, or poisoned", async () => {
    const part = fc.array(fc.record({ id: fc.nat(1), hour: fc.constantFrom(0, 1, poisoned), says: fc.nat(1) }), {
      maxLength: 3,
    });
    const loads = fc.array(fc.array(part, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 2 });
    const turns = fc.shuffledSubarray([0, 1, 2], { minLength: 3 });
    await fc.assert(
      fc.asyncProperty(loads, turns, async (taken, shuffled) => {
        const ids = taken.map(() => loadId());
        const tables: unknown[] = [];
        for (const [order, inParts] of [
          [
            [0, 1],
            [0, 1, 2],
          ],
          [[1, 0], shuffled],
        ] as const) {
          await forget(ids);
          for (const at of order) {
            const parts = (taken[at] ?? []).map((versions) =>
              versions.map(({ id, hour, says }) => ({ id, at: hour, total: `${at}.0${says}` })),
            );
            await loadParts(ids[at] ?? "", parts, inParts);
          }
          tables.push(
            await current().query('select id, total, _ordered_at, _load, _part, _line from "open".orders order by id'),
          );
        }
        expect(tables[1]).toEqual(tables[0]);
      }),
      { numRuns: 15 },
    );
  });
}
