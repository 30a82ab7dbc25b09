import { expect, test } from "vitest";
import type { Database } from "../../core/ports/database.ts";
import { peopleDeployment } from "../fakes/people-deployment.ts";
import { loadOrders } from "./sample-orders.ts";

const [daily] = peopleDeployment.graph.spec.marts;

/** What is promised of a mart's build in a window of a backfill. */
export function databaseWindowsContract(current: () => Database): void {
  let serial = 0;
  const loadId = (): string => `01W${String(++serial).padStart(23, "0")}`;
  const mart = () => {
    if (daily === undefined) throw new Error("the sample has no mart");
    return daily;
  };
  const days = async () => current().query('select day, orders, total from "mart".orders_daily order by day');

  test("a window's build writes its own day of a hundred stale ones, and leaves how far the mart is built to the next", async () => {
    const touched = Array.from({ length: 100 }, (_, id) => ({
      id,
      day: new Date(Date.UTC(2026, 7, 1 + id)).toISOString().slice(0, 10),
    }));
    const load = (at: number, total: string) =>
      loadOrders(
        current(),
        loadId(),
        touched.map((order) => ({ ...order, at, total })),
      );
    await load(1, "1.00");
    await current().buildMart(mart(), undefined);
    const before = await current().mirror("orders_daily");
    await load(2, "2.00");
    const built = await current().buildMart(mart(), ["2026-08-05"], { stale: "left" });
    expect(built).toMatchObject({ rows: 1, changed: true });
    expect((await days()).filter(({ total }) => total === "2.00")).toEqual([
      { day: "2026-08-05", orders: 1, total: "2.00" },
    ]);
    expect(await current().mirror("orders_daily")).toMatchObject({ loadedThrough: before?.loadedThrough ?? null });
    const stale = await current().staleDays(mart());
    expect(stale).toEqual(expect.arrayContaining(touched.map(({ day }) => day)));
    expect(await current().buildMart(mart(), stale)).toMatchObject({ changed: true });
    expect((await days()).every(({ total }) => total === "2.00")).toBe(true);
  });

  test("a run and windows that build a mart at once build it one after the other, and leave it whole", async () => {
    const orders = Array.from({ length: 20 }, (_, id) => ({ id, day: `2026-11-${String(id + 1).padStart(2, "0")}` }));
    const load = (at: number, total: string) =>
      loadOrders(
        current(),
        loadId(),
        orders.map((order) => ({ ...order, at, total })),
      );
    await load(1, "1.00");
    await current().buildMart(mart(), undefined);
    await load(2, "2.00");
    const named = orders.map(({ day }) => day);
    const builds = await Promise.all([
      current().buildMart(mart(), named.slice(0, 8), { stale: "left" }),
      current().buildMart(mart(), undefined),
      current().buildMart(mart(), named.slice(4, 12), { stale: "left" }),
    ]);
    expect(builds).toHaveLength(3);
    expect(await days()).toEqual(named.map((day) => ({ day, orders: 1, total: "2.00" })));
  });

  test("a window's build of a mart that was never built as it is declared builds it whole", async () => {
    await loadOrders(current(), loadId(), [{ id: 1, at: 1, total: "1.00", day: "2026-11-01" }]);
    await current().buildMart({ ...mart(), version: "other" }, undefined);
    await loadOrders(current(), loadId(), [{ id: 2, at: 1, total: "2.00", day: "2026-11-02" }]);
    await current().buildMart(mart(), ["2026-10-31"], { stale: "left" });
    expect(await days()).toContainEqual({ day: "2026-11-02", orders: 1, total: "2.00" });
    expect(await current().staleDays(mart())).toContain("2026-11-02");
  });
}
