import { expect, test } from "vitest";
import type { Database } from "../../core/ports/database.ts";
import { ask, daysOf } from "./portable.ts";
import { linesDaily } from "./sample-deployment.ts";
import { loadLines, loadOrders } from "./sample-orders.ts";

/** What is promised of rows whose day is that of the row they refer to. */
export function databaseDaysContract(current: () => Database): void {
  let serial = 0;
  const loadId = (): string => `01H${String(++serial).padStart(23, "0")}`;
  const order = (id: number, at: number, day: string) => ({ id, at, total: "9.00", day });
  const storedDays = async (): Promise<readonly unknown[]> =>
    (await current().query('select business_day as day from "open".lines order by id')).map((row) => row["day"]);
  const mart = async () => current().query('select day, lines, total from "mart".lines_daily order by day');

  test("a line that comes before its order takes the order's day with it, and its mart is told", async () => {
    await loadLines(current(), loadId(), [{ id: 1, orderId: 7, at: 1, total: "4.00" }]);
    await current().buildMart(linesDaily.spec, undefined);
    expect(await storedDays()).toEqual([null]);
    const id = loadId();
    await loadOrders(current(), id, [order(7, 1, "2026-11-08")]);
    expect(await storedDays()).toEqual(["2026-11-08"]);
    const [told] = await ask(
      current(),
      "select asset, rows, days from sillage.materialisation where load_id = $1 and asset = 'lines'",
      [id],
    );
    expect({ ...told, days: daysOf(told?.["days"]) }).toEqual({ asset: "lines", rows: 1, days: ["2026-11-08"] });
    const stale = await current().staleDays(linesDaily.spec);
    expect(stale).toContain("2026-11-08");
    await current().buildMart(linesDaily.spec, stale);
    expect(await mart()).toContainEqual({ day: "2026-11-08", lines: 1, total: "4.00" });
  });

  test("an order that moves to another day takes its lines along, and both days are stale", async () => {
    await loadOrders(current(), loadId(), [order(7, 1, "2026-11-08"), order(8, 1, "2026-11-08")]);
    await loadLines(current(), loadId(), [
      { id: 1, orderId: 7, at: 1, total: "4.00" },
      { id: 2, orderId: 8, at: 1, total: "5.00" },
    ]);
    await current().buildMart(linesDaily.spec, undefined);
    await loadOrders(current(), loadId(), [order(7, 2, "2026-11-09")]);
    expect(await storedDays()).toEqual(["2026-11-09", "2026-11-08"]);
    const stale = await current().staleDays(linesDaily.spec);
    expect(stale).toEqual(expect.arrayContaining(["2026-11-08", "2026-11-09"]));
    await current().buildMart(linesDaily.spec, stale);
    expect(await mart()).toEqual([
      { day: "2026-11-08", lines: 1, total: "5.00" },
      { day: "2026-11-09", lines: 1, total: "4.00" },
    ]);
  });

  test("an order whose day stays moves no line and tells nothing of lines", async () => {
    await loadOrders(current(), loadId(), [order(7, 1, "2026-11-08")]);
    await loadLines(current(), loadId(), [{ id: 1, orderId: 7, at: 1, total: "4.00" }]);
    const id = loadId();
    expect(await loadOrders(current(), id, [{ ...order(7, 2, "2026-11-08"), total: "8.00" }])).toMatchObject({
      merged: 1,
    });
    expect(
      await ask(current(), "select 1 as told from sillage.materialisation where load_id = $1 and asset = 'lines'", [
        id,
      ]),
    ).toEqual([]);
  });

  test("lines and orders loaded at once end with the orders' days, whichever was first", async () => {
    const orders = Array.from({ length: 40 }, (_, id) =>
      order(id, 1, `2026-11-${String(1 + (id % 20)).padStart(2, "0")}`),
    );
    const lines = orders.map(({ id }) => ({ id, orderId: id, at: 1, total: "1.00" }));
    await Promise.all([
      loadLines(current(), loadId(), lines),
      loadOrders(current(), loadId(), orders, { size: 3 }),
      loadLines(
        current(),
        loadId(),
        lines.map((line) => ({ ...line, at: 2, total: "2.00" })),
      ),
    ]);
    expect(await storedDays()).toEqual(orders.map(({ day }) => day));
  });
}
