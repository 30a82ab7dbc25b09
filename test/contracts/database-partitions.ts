import { beforeEach, expect, test } from "vitest";
import { failedDay } from "../../core/partition/failed-days.ts";
import type { Database } from "../../core/ports/database.ts";
import type { MartBuild } from "../../core/ports/mart-port.ts";
import { failedPartitions } from "../../db/declare/partition-reads.ts";
import { empty } from "./portable.ts";
import { linesDaily } from "./sample-deployment.ts";
import { loadLines, loadOrders } from "./sample-orders.ts";

const days = ["2026-11-07", "2026-11-08", "2026-11-09"];
const ids = [7, 8, 9];

/** What is promised of the days of a mart at which the newest attempt failed. */
export function databasePartitionsContract(current: () => Database): void {
  let serial = 0;
  const loadId = (): string => `01P${String(++serial).padStart(23, "0")}`;
  /** A day's figure above 999 is refused by the mart's own check. */
  const sell = async (...totals: readonly string[]): Promise<void> => {
    const at = serial;
    const lines = totals.map((total, place) => ({ id: ids[place] ?? 0, orderId: ids[place] ?? 0, at, total }));
    await loadLines(current(), loadId(), lines);
  };
  const build = (asked: readonly string[] | undefined, how: MartBuild = {}) =>
    current().buildMart(linesDaily.spec, asked, how);
  const refused = (asked: readonly string[] | undefined, how: MartBuild = {}) =>
    expect(build(asked, how)).rejects.toMatchObject({ code: "check.failed" });
  const failed = async (): Promise<readonly string[]> => {
    const [kept] = await current().read(failedPartitions(linesDaily.spec));
    return days.filter(failedDay(String(kept?.["failed"] ?? ""), { from: "2026-11-01", to: "2026-11-30" }));
  };
  const window = { cause: "backfill/1", stale: "left" } as const;

  beforeEach(async () => {
    await empty(
      current(),
      "sillage.partition_state",
      "sillage.check_result",
      '"mart".lines_daily',
      "sillage.asset_state",
    );
    const orders = days.map((day, place) => ({ id: ids[place] ?? 0, at: 1, total: "9.00", day }));
    await loadOrders(current(), loadId(), orders);
    await sell("1.00", "1.00", "1.00");
    await build(undefined);
  });

  test("days of windows that fail are failed, of one backfill and of another, until somebody builds them", async () => {
    expect(await failed()).toEqual([]);
    await sell("1.00", "2000.00", "1.00");
    await refused(days.slice(0, 1), window);
    await refused(days.slice(1), { ...window, cause: "backfill/2" });
    expect(await failed()).toEqual(days);
    await sell("1.00", "2.00", "1.00");
    await build(days.slice(1, 2), { ...window, cause: "backfill/3" });
    expect(await failed()).toEqual(["2026-11-07", "2026-11-09"]);
    await build([]);
    expect(await failed()).toEqual([]);
  });

  test("a run that fails fails at every day that was stale, asked for or not", async () => {
    await sell("1.00", "2000.00", "3.00");
    await refused([]);
    expect(await failed()).toEqual(expect.arrayContaining(["2026-11-08", "2026-11-09"]));
  });

  test("an attempt at all of a mart is one at each of its days", async () => {
    await sell("2000.00");
    await refused(undefined);
    expect(await failed()).toEqual(days);
    await sell("2.00");
    await build(undefined);
    expect(await failed()).toEqual([]);
  });

  test("a build that nobody waits for any longer did not fail", async () => {
    await sell("2000.00");
    const given = AbortSignal.abort();
    await expect(build(days, { ...window, signal: given })).rejects.toThrow();
    expect(await failed()).toEqual([]);
  });
}
