import { beforeEach, expect, test } from "vitest";
import type { Database } from "../../core/ports/database.ts";
import type { RunBegun, RunEnded, RunFilter, RunStep } from "../../core/ports/runs.ts";
import { empty } from "./portable.ts";

const begun = (id: string, over: Partial<RunBegun> = {}): RunBegun => ({
  id,
  job: "nightly",
  selection: null,
  full: false,
  trigger: "schedule",
  who: null,
  rerunOf: null,
  attempt: 1,
  logicalAt: "2026-10-25T02:15:00.000Z",
  logicalDay: "2026-10-25",
  zone: "Europe/Paris",
  startedAt: "2026-10-25T02:15:01.250Z",
  assets: ["orders", "lines"],
  ...over,
});
const step = (asset: string, over: Partial<RunStep> = {}): RunStep => ({
  asset,
  state: "done",
  rows: 5,
  bytes: 900,
  code: null,
  load: "01M1",
  endedAt: "2026-10-25T02:15:03.000Z",
  ms: 1500,
  detail: "5 read",
  ...over,
});
const failed = step("lines", {
  state: "failed",
  rows: 0,
  bytes: null,
  load: null,
  code: "source.contract",
  detail: "It broke. Mend the é.",
  endedAt: "2026-10-25T02:15:04.000Z",
});
const end = (id: string, over: Partial<RunEnded> = {}): RunEnded => ({
  id,
  state: "failed",
  endedAt: "2026-10-25T02:16:00.000Z",
  failures: 1,
  code: "source.contract",
  detail: "1 of 2 assets failed",
  ...over,
});
const any: RunFilter = { job: null, state: null, since: null, asset: null, limit: 50 };
const nothingYet = { endedAt: null, failures: 0, code: null, detail: "" };

/** What the runs of our own tables promise. */
export function databaseRunsContract(current: () => Database): void {
  beforeEach(() => empty(current(), "sillage.run", "sillage.run_step", "sillage.run_day"));
  const ids = async (filter: Partial<RunFilter> = {}) =>
    (await current().runs({ ...any, ...filter })).map(({ id }) => id);

  test("a run is written down as running with all that it is, once", async () => {
    await current().beginRun(begun("run/a"));
    await current().beginRun(begun("run/a", { job: "told again" }));
    expect(await current().run("run/a")).toEqual({ ...begun("run/a"), state: "running", ...nothingYet });
    expect(await current().run("run/none")).toBeUndefined();
    const again = { trigger: "rerun", who: "Ada Exemple", rerunOf: "run/a", attempt: 2, selection: "orders or lines" };
    await current().beginRun(begun("run/b", { ...again, full: true, assets: [] }));
    expect(await current().run("run/b")).toMatchObject({ ...again, full: true, assets: [] });
  });

  test("a step's end is kept once, whoever tells it again, and its run's end is kept once with the steps that were left", async () => {
    await current().beginRun(begun("run/a"));
    await current().keepSteps("run/a", [step("orders")]);
    await current().keepSteps("run/a", [step("orders", { rows: 7 })]);
    await current().endRun(end("run/a"), [step("orders"), failed]);
    await current().endRun(end("run/a", { state: "succeeded", failures: 0 }), []);
    expect(await current().runSteps("run/a")).toEqual([step("orders"), failed]);
    expect(await current().run("run/a")).toEqual({ ...begun("run/a"), ...end("run/a") });
  });

  test("runs are told the latest first, by job, state, start and asset, as many as are asked for", async () => {
    const day = (number: number): string => `2026-10-2${number}T02:15:00.000Z`;
    for (const number of [1, 2, 3]) await current().beginRun(begun(`run/${number}`, { startedAt: day(number) }));
    await current().beginRun(begun("run/4", { startedAt: day(4), job: "hourly" }));
    await current().endRun(end("run/2"), [failed]);
    expect(await ids()).toEqual(["run/4", "run/3", "run/2", "run/1"]);
    expect(await ids({ limit: 2 })).toEqual(["run/4", "run/3"]);
    expect(await ids({ job: "hourly" })).toEqual(["run/4"]);
    expect(await ids({ state: "failed" })).toEqual(["run/2"]);
    expect(await ids({ since: day(3) })).toEqual(["run/4", "run/3"]);
    expect(await ids({ asset: "lines" })).toEqual(["run/2"]);
    expect(await ids({ asset: "lines", state: "running" })).toEqual([]);
  });

  test("an asset's days sum its steps, also those that were summed up and taken away", async () => {
    const of = (number: number) => ({
      startedAt: `2026-0${number}-01T02:15:00.000Z`,
      logicalDay: `2026-0${number}-01`,
    });
    for (const number of [1, 2, 3]) await current().beginRun(begun(`run/${number}`, of(number)));
    await current().beginRun(begun("run/1/again", of(1)));
    for (const id of ["run/1", "run/1/again", "run/2", "run/3"])
      await current().endRun(end(id), [step("orders"), failed]);
    const whole = [
      { day: "2026-03-01", runs: 1, failed: 0, rows: 5, bytes: 900, ms: 1500 },
      { day: "2026-02-01", runs: 1, failed: 0, rows: 5, bytes: 900, ms: 1500 },
      { day: "2026-01-01", runs: 2, failed: 0, rows: 10, bytes: 1800, ms: 3000 },
    ];
    expect(await current().assetDays("orders")).toEqual(whole);
    const now = "2026-03-02T00:00:00.000Z";
    expect(await current().keepHouse({ runDays: 400, stepDays: 45 }, now)).toMatchObject({ runs: 0, steps: 4 });
    // A rerun of an old run is summed up in its turn.
    await current().beginRun(begun("run/1/third", of(1)));
    await current().endRun(end("run/1/third"), [step("orders")]);
    const later = "2026-03-03T00:00:00.000Z";
    expect(await current().keepHouse({ runDays: 400, stepDays: 45 }, later)).toMatchObject({ runs: 0, steps: 1 });
    expect(await current().assetDays("orders")).toEqual([
      ...whole.slice(0, 2),
      { day: "2026-01-01", runs: 3, failed: 0, rows: 15, bytes: 2700, ms: 4500 },
    ]);
    expect(await current().assetDays("lines")).toMatchObject([{ failed: 1 }, { failed: 1 }, { runs: 2, failed: 2 }]);
    expect(await current().runSteps("run/1")).toEqual([]);
    expect(await current().runSteps("run/3")).toHaveLength(2);
  });

  test("what an asset did on a day is summed up at once, when the whole day is past the time of steps", async () => {
    for (const hour of ["02", "11"]) {
      const at = { startedAt: `2026-01-15T${hour}:15:00.000Z`, logicalDay: "2026-01-15" };
      await current().beginRun(begun(`run/${hour}`, at));
      await current().endRun(end(`run/${hour}`), [step("orders")]);
    }
    const house = (now: string) => current().keepHouse({ runDays: 400, stepDays: 45 }, now);
    expect(await house("2026-03-01T08:00:00.000Z")).toMatchObject({ steps: 0 });
    expect(await house("2026-03-02T00:00:00.000Z")).toMatchObject({ steps: 2 });
    expect(await current().query("select runs from sillage.run_day where asset = 'orders'")).toMatchObject([
      { runs: 2 },
    ]);
  });

  test("runs past their time are forgotten with their steps and days; one that is still running stays", async () => {
    const old = { startedAt: "2025-01-01T02:15:00.000Z", logicalDay: "2025-01-01" };
    for (const id of ["run/old", "run/running"]) await current().beginRun(begun(id, old));
    await current().beginRun(begun("run/new", { startedAt: "2026-03-01T02:15:00.000Z", logicalDay: "2026-03-01" }));
    await current().keepSteps("run/running", [step("orders")]);
    for (const id of ["run/old", "run/new"]) await current().endRun(end(id), [step("orders")]);
    const kept = { runDays: 400, stepDays: 500 };
    expect(await current().keepHouse(kept, "2026-03-02T00:00:00.000Z")).toMatchObject({ runs: 1, steps: 1 });
    expect(await ids()).toEqual(["run/new", "run/running"]);
    expect(await current().runSteps("run/running")).toHaveLength(1);
    expect(await current().runSteps("run/new")).toHaveLength(1);
    expect((await current().assetDays("orders")).map(({ day }) => day)).toEqual(["2026-03-01", "2025-01-01"]);
  });

  test("of those that end together one does the housekeeping, and the next one twenty hours later", async () => {
    const at = (hour: string): Promise<boolean> => current().claimHousekeeping(`2030-01-${hour}:00:00.000Z`);
    expect((await Promise.all([at("01T02"), at("01T02")])).filter((claimed) => claimed)).toHaveLength(1);
    expect(await at("01T21")).toBe(false);
    expect(await at("01T22")).toBe(true);
    await current().query("update sillage.housekeeping set at = '2000-01-01'");
  });
}
