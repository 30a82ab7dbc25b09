import { expect, test } from "vitest";
import type { ToldRun } from "./read-runs.ts";
import { daysTable, logicalDate, runLines, runsTable } from "./run-lines.ts";
import { runPages } from "./run-pages.ts";
import { martOf, tableOf } from "../../test/fakes/specs.ts";

const run: ToldRun = {
  id: "run/nightly/2",
  job: "nightly",
  selection: "orders or orders_daily",
  full: false,
  trigger: "rerun",
  who: "ada",
  rerunOf: "run/nightly/1",
  attempt: 2,
  logicalAt: "2026-10-25T02:15:00.000Z",
  logicalDay: "2026-10-25",
  zone: "Europe/Paris",
  startedAt: "2026-10-25T06:00:00.000Z",
  assets: ["orders", "orders_daily", "lines"],
  state: "failed",
  endedAt: "2026-10-25T06:00:12.000Z",
  failures: 1,
  code: "source.contract",
  detail: "1 of 3 assets failed: orders: It broke. Mend it.",
};
const step = { rows: 0, bytes: null, load: null, endedAt: "2026-10-25T06:00:03.000Z", ms: 3000 };
const detail = {
  run,
  steps: [
    { ...step, asset: "orders", state: "failed", code: "source.contract", detail: "It broke. Mend it." },
    { ...step, asset: "orders_daily", state: "skipped", code: null, detail: "after orders" },
  ],
  toCome: ["lines"],
} as const;
const assets = [tableOf("orders"), martOf("orders_daily", ["orders"])];

test("the logical date is what the wall clock showed, also in the night in which clocks change", () => {
  expect(logicalDate(run)).toBe("2026-10-25 03:15 Europe/Paris");
});

test("a run is told with its reasons, each code with its fix and the page where it happened", () => {
  const paged = runPages(detail, assets, { base: "http://127.0.0.1:8233", namespace: "default" });
  expect(runLines(paged)).toEqual([
    "run/nightly/2: failed, 1 failures",
    "  nightly: orders or orders_daily",
    "  for 2026-10-25 03:15 Europe/Paris, by rerun of ada",
    "  attempt 2: rerun of run/nightly/1",
    "  from 2026-10-25T06:00:00.000Z to 2026-10-25T06:00:12.000Z (12 s)",
    "  http://127.0.0.1:8233/namespaces/default/workflows/run%2Fnightly%2F2",
    "",
    "asset         state    rows  bytes  took   code             load  detail",
    "────────────  ───────  ────  ─────  ─────  ───────────────  ────  ────────────",
    "orders        failed      0  –      3.0 s  source.contract  –     see below",
    "orders_daily  skipped     0  –      3.0 s  –                –     after orders",
    "",
    "Never ended: lines",
    "",
    "✘ orders, source.contract: It broke. Mend it.",
    "  http://127.0.0.1:8233/namespaces/default/workflows/run%2Fnightly%2F2%2Fextract%2Forders",
  ]);
});

test("a run that failed before any step did tells its own reason; without a Web UI it names no page", () => {
  const early = { ...detail, run: { ...run, failures: 0, code: "job.unknown", detail: "There is no job." }, steps: [] };
  const lines = runLines(runPages(early, assets, { base: undefined, namespace: "default" }));
  expect(lines.slice(-3)).toEqual(["Never ended: lines", "", "✘ job.unknown: There is no job."]);
  expect(lines.join()).not.toContain("http");
});

test("of a run that succeeded it is told how many steps are kept no longer", () => {
  const { toCome, steps } = {
    toCome: [],
    steps: [{ ...step, asset: "orders", state: "done", code: null, detail: "" }],
  } as const;
  const paged = (over: Partial<ToldRun>) =>
    runLines(
      runPages({ run: { ...run, failures: 0, code: null, ...over }, steps, toCome }, assets, {
        base: undefined,
        namespace: "n",
      }),
    );
  expect(paged({ state: "succeeded" }).at(-1)).toBe(
    "2 more changed nothing and are summed up by day: `sillage runs days <asset>`.",
  );
  expect(paged({ state: "succeeded", assets: ["orders"] }).join()).not.toContain("summed up");
});

test("a mart's step leads to its own workflow", () => {
  const built = {
    ...detail,
    steps: [{ ...step, asset: "orders_daily", state: "done", code: null, detail: "" }],
  } as const;
  const { steps } = runPages(built, assets, { base: "http://ui", namespace: "n" });
  expect(steps[0]?.page).toBe("http://ui/namespaces/n/workflows/run%2Fnightly%2F2%2Fmart%2Forders_daily");
});

test("runs and days are tables, and say so when there are none", () => {
  expect(runsTable([])).toEqual(["No run is kept that is so."]);
  expect(runsTable([{ ...run, endedAt: null, state: "stalled" }])[2]).toMatch(
    /^run\/nightly\/2 {2}stalled {2}2026-10-25 03:15/,
  );
  expect(daysTable([])).toEqual(["No step of it is kept."]);
  expect(daysTable([{ day: "2026-10-25", runs: 2, failed: 1, rows: 9, bytes: 900, ms: 4000 }])[2]).toMatch(
    /^2026-10-25 +2 +1 +9 +900 {2}4\.0 s$/,
  );
});
