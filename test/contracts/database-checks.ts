import { beforeEach, expect, test } from "vitest";
import type { CheckResult } from "../../core/check/check-result.ts";
import { checkPhrase } from "../../core/check/check-result.ts";
import type { Database } from "../../core/ports/database.ts";
import { checkTrend, lastChecks } from "../../db/declare/check-reads.ts";
import { ask, empty } from "./portable.ts";
import { linesDaily } from "./sample-deployment.ts";
import { loadLines, loadOrders, sampleTable, type LineVersion } from "./sample-orders.ts";

const lines = sampleTable("lines");
const now = "2026-11-01T00:30:00.000Z";

/** What is promised of checks. */
export function databaseChecksContract(current: () => Database): void {
  let serial = 0;
  const loadId = (): string => `01C${String(++serial).padStart(23, "0")}`;
  const load = (...versions: readonly LineVersion[]) => loadLines(current(), loadId(), versions);
  const order = (id: number, total: string) => ({ id, at: 0, total });
  const phrases = (results: readonly CheckResult[]) =>
    results.map((result) => `${result.state} ${result.severity} ${checkPhrase(result)}`);
  const day = (at: string) => current().query(`select lines, total from "mart".lines_daily where day = '${at}'`);

  beforeEach(async () => {
    await empty(current(), "sillage.check_result", '"mart".lines_daily', "sillage.asset_state");
  });

  test("every kind of check holds on content that is as declared", async () => {
    await loadOrders(current(), loadId(), [order(7, "4.00"), order(8, "5.00")]);
    await load({ id: 1, orderId: 7, at: 0, total: "4.00" }, { id: 2, orderId: 8, at: 10, total: "5.00" });
    expect(phrases(await current().checkTable(lines, "run/1", now))).toEqual([
      "passed block unique(orderId,total): 0, at most 0",
      "failed warn null_share(deletedAt): 1, at most 0.5",
      "failed warn reidentification_risk: 1, at most 0.3",
      "passed block row_count: 2, at least 2, at most 100",
      "passed warn row_change: 2, no earlier materialisation",
      "passed warn references(orderId): 0, at most 0",
      "passed block accepted_values(orderId): 0, at most 0",
      "passed block between(total): 0, at most 0",
      "passed warn sum(total): 0, within 0.5",
      "passed warn source_fresh: 0.33, at most 1 hours",
      "passed block worth more than its order: 0, at most 0",
    ]);
  });

  test("every kind of check counts the rows that fail", async () => {
    await loadOrders(current(), loadId(), [order(7, "4.00")]);
    await load(
      { id: 1, orderId: 7, at: 0, total: "100.00" },
      { id: 2, orderId: 7, at: -1, total: "100.00" },
      { id: 3, orderId: 6, at: 0, total: "-1.00" },
    );
    const results = await current().checkTable(lines, "run/1", "2026-11-01T02:00:00.000Z");
    expect(phrases(results).filter((phrase) => phrase.startsWith("failed"))).toEqual([
      "failed block unique(orderId,total): 1, at most 0",
      "failed warn null_share(deletedAt): 1, at most 0.5",
      "failed warn reidentification_risk: 0.333333, at most 0.3",
      "failed warn references(orderId): 1, at most 0",
      "failed block accepted_values(orderId): 1, at most 0",
      "failed block between(total): 3, at most 0",
      "failed warn sum(total): 195, within 0.5",
      "failed warn source_fresh: 2, at most 1 hours",
      "failed block worth more than its order: 2, at most 0",
    ]);
    expect(results.find(({ kind }) => kind === "references")?.failing).toBe(1);
    expect(results.find(({ kind }) => kind === "uniqueShare")?.failing).toBe(1);
  });

  test("a row newer than what its table is loaded through is not judged for what it refers to", async () => {
    await loadOrders(current(), loadId(), [order(7, "4.00")]);
    await load({ id: 1, orderId: 5, at: 1, total: "1.00" }, { id: 2, orderId: 7, at: 0, total: "4.00" });
    const results = await current().checkTable(lines, "run/1", now);
    expect(results.find(({ kind }) => kind === "references")?.failing).toBe(0);
  });

  test("the number of rows is compared with earlier materialisations, each counted once", async () => {
    const rows = (count: number) =>
      Array.from({ length: count }, (_, id) => ({ id, orderId: 7, at: 0, total: `${id}.00` }));
    const change = async (cause: string) => {
      const results = await current().checkTable(lines, cause, now);
      return phrases(results.filter(({ kind }) => kind === "rowChange"))[0];
    };
    await load(...rows(10));
    await change("run/1");
    await change("run/2");
    await load(...rows(20));
    expect(await change("run/3")).toBe(
      "failed warn row_change: 20, at least 5, at most 15 (10 is the median of the last 1)",
    );
    await load(...rows(21));
    expect(await change("run/4")).toBe(
      "passed warn row_change: 21, at least 7.5, at most 22.5 (15 is the median of the last 2)",
    );
  });

  test("a result that says the same of the same materialisation takes the place of the last one, whatever its cause", async () => {
    const kept = () =>
      ask(current(), "select cause, figure from sillage.check_result where check_name = $1 order by at", ["row_count"]);
    await load({ id: 1, orderId: 7, at: 0, total: "4.00" }, { id: 2, orderId: 8, at: 0, total: "5.00" });
    for (const cause of ["run/1", "run/2", "run/3"]) await current().checkTable(lines, cause, now);
    expect(await kept()).toEqual([{ cause: "run/3", figure: 2 }]);
    await load({ id: 3, orderId: 8, at: 1, total: "5.00" });
    await current().checkTable(lines, "run/4", now);
    await ask(current(), "update sillage.check_result set figure = 7 where cause = $1", ["run/4"]);
    await current().checkTable(lines, "run/5", now);
    expect(await kept()).toEqual([
      { cause: "run/3", figure: 2 },
      { cause: "run/4", figure: 7 },
      { cause: "run/5", figure: 3 },
    ]);
    await current().checkTable(lines, "run/4", now);
    expect(await kept()).toEqual([
      { cause: "run/3", figure: 2 },
      { cause: "run/5", figure: 3 },
      { cause: "run/4", figure: 3 },
    ]);
  });

  test("a result told again by its cause replaces itself, and the last fifty of a check stay", async () => {
    await load({ id: 1, orderId: 7, at: 0, total: "4.00" }, { id: 2, orderId: 8, at: 0, total: "5.00" });
    for (let second = 0; second < 60; second++)
      await ask(
        current(),
        `insert into sillage.check_result (asset, check_name, cause, kind, at, severity, state, bound)
         values ('lines', 'row_count', $1, 'rowCount', '2026-01-01 00:00:${String(second).padStart(2, "0")}', 'block', 'passed', '')`,
        [`run/old-${second}`],
      );
    await current().checkTable(lines, "run/1", now);
    await current().checkTable(lines, "run/1", now);
    const [kept] = await current().query(
      "select count(*) as n from sillage.check_result where check_name = 'row_count'",
    );
    expect(Number(kept?.["n"])).toBe(50);
    const trend = (await current().read(checkTrend("lines"))).filter((row) => row["check_name"] === "row_count");
    expect(trend).toHaveLength(20);
    expect(trend.slice(0, 2).map((row) => row["cause"])).toEqual(["run/1", "run/old-59"]);
    expect(trend[1]?.["at"]).toEqual(new Date("2026-01-01T00:00:59.000Z"));
    const last = (await current().read(lastChecks)).filter((row) => row["asset"] === "lines");
    expect(last).toHaveLength(lines.checks.length);
    expect(last.find((row) => row["check_name"] === "row_count")).toMatchObject({
      figure: 2,
      failing: null,
      cause: "run/1",
    });
  });

  test("the last result of each check is what a lost entity starts from", async () => {
    expect(await current().lastResults("lines")).toEqual([]);
    await load({ id: 1, orderId: 7, at: 0, total: "4.00" });
    await current().checkTable(lines, "run/1", now);
    await load({ id: 2, orderId: 8, at: 0, total: "5.00" });
    const results = await current().checkTable(lines, "run/2", now);
    const byName = (left: CheckResult, right: CheckResult) => (left.check < right.check ? -1 : 1);
    expect((await current().lastResults("lines")).toSorted(byName)).toEqual(results.toSorted(byName));
  });

  test("a mart is checked before it is published, and its results are kept under its materialisation", async () => {
    await loadOrders(current(), loadId(), [order(7, "4.00")]);
    await load({ id: 1, orderId: 7, at: 0, total: "4.00" });
    const built = await current().buildMart(linesDaily.spec, undefined, { cause: "run/1" });
    expect(phrases(built.checks)).toEqual([
      "passed block unique(day): 0, at most 0",
      "passed block between(total): 0, at most 0",
      "passed block sum(total): 0, within 0.04 (0.01 of 4)",
      "passed warn row_change: 1, no earlier materialisation",
    ]);
    expect(
      await ask(current(), "select distinct cause, materialisation from sillage.check_result where asset = $1", [
        "lines_daily",
      ]),
    ).toEqual([{ cause: "run/1", materialisation: built.materialisationId }]);
  });

  test("a failed blocking check keeps a mart's old content, tells figure and bound, and the mart stays stale", async () => {
    await loadOrders(current(), loadId(), [order(7, "4.00")]);
    await load({ id: 1, orderId: 7, at: 0, total: "4.00" });
    await current().buildMart(linesDaily.spec, undefined, { cause: "run/1" });
    await load({ id: 2, orderId: 7, at: 0, total: "1000.00" });
    await expect(current().buildMart(linesDaily.spec, ["2026-11-01"], { cause: "run/2" })).rejects.toMatchObject({
      code: "check.failed",
      message: expect.stringContaining("A check of the mart lines_daily failed: between(total): 1, at most 0."),
    });
    expect(await day("2026-11-01")).toEqual([{ lines: 1, total: "4.00" }]);
    expect(await current().staleDays(linesDaily.spec)).toContain("2026-11-01");
    expect(
      await ask(
        current(),
        "select state, materialisation from sillage.check_result where cause = $1 and check_name = $2",
        ["run/2", "between(total)"],
      ),
    ).toEqual([{ state: "failed", materialisation: null }]);
    await load({ id: 2, orderId: 7, at: 5, total: "5.00" });
    await current().buildMart(linesDaily.spec, ["2026-11-01"], { cause: "run/3" });
    expect(await day("2026-11-01")).toEqual([{ lines: 2, total: "9.00" }]);
  });

  test("a mart rebuilt for some days is checked as it will be, with the days that stay", async () => {
    await loadOrders(current(), loadId(), [
      { ...order(7, "4.00"), day: "2026-11-01" },
      { ...order(8, "5.00"), day: "2026-11-02" },
    ]);
    await load({ id: 1, orderId: 7, at: 0, total: "4.00" }, { id: 2, orderId: 8, at: 0, total: "5.00" });
    await current().buildMart(linesDaily.spec, undefined, { cause: "run/1" });
    const built = await current().buildMart(linesDaily.spec, ["2026-11-02"], { cause: "run/2" });
    expect(phrases(built.checks)).toContain("passed block sum(total): 0, within 0.09 (0.01 of 9)");
  });
}
