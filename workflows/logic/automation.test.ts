import { expect, test } from "vitest";
import type { AssetDeclaration } from "../../core/automation/declaration-of.ts";
import type { DepReport, StepReport } from "../contracts/automation.ts";
import { emptyState, type AssetStateV1 } from "../contracts/state.ts";
import { builtWith, claimed, declare, depUpdated, passBegun, stepEnded } from "./automation.ts";
import { explain } from "./explain.ts";
import { isHeldUp, look, mayLook, nextLook } from "./look.ts";
import { toTell } from "./to-tell.ts";

const at = new Date("2026-11-25T02:20:00.000Z");
const declared: AssetDeclaration = {
  automation: { kind: "depsUpdated", which: "any", of: null },
  deps: ["orders"],
  dependants: [],
  promise: null,
  alerts: false,
  ingestion: "run",
};
/** A mart whose condition was looked at once, before anything came. */
const quiet = look(declare(emptyState("daily"), declared, at), at).state;
const report = (...ids: readonly string[]): DepReport => ({ asset: "orders", ids, at: at.toISOString(), late: false });
const told = (state: AssetStateV1, ...ids: readonly string[]) => depUpdated(state, report(...ids));
const startedBy = (state: AssetStateV1) => (mayLook(state) ? look(state, at).run : "not looked at");
const run = "run/nightly-1";

test("a commit is looked at once; the run is named by it", () => {
  const { state, run } = look(told(quiet, "02"), at);
  expect(run).toBe("run/auto-daily-02");
  expect(state.automation).toMatchObject({
    waiting: false,
    inWork: [{ run }],
    pending: { orders: [] },
    seen: { orders: ["02"] },
  });
  expect(state.outbox.records).toMatchObject([{ evaluation: { run: null } }, { evaluation: { run } }]);
});

test("what comes while a run works is looked at when it ends, all at once", () => {
  const working = look(told(quiet, "02"), at).state;
  const later = told(told(working, "03"), "04");
  expect([mayLook(later), isHeldUp(later)]).toEqual([false, true]);
  const ended = stepEnded(
    builtWith(later, { orders: ["02"] }),
    { run: "run/auto-daily-02", state: "done", why: "" },
    at,
  );
  expect(startedBy(ended)).toBe("run/auto-daily-04");
});

test("commits are told in any order: one that was built in is no news, one that was not is", () => {
  const built = builtWith(claimed(quiet, { run, at: at.toISOString() }), { orders: ["03", "01"] });
  const ended = stepEnded(built, { run, state: "done", why: "" }, at);
  expect(startedBy(told(told(ended, "03"), "01"))).toBeNull();
  expect(startedBy(told(told(ended, "03"), "02"))).toBe("run/auto-daily-02");
  expect(told(told(ended, "03"), "03")).toEqual(told(ended, "03"));
});

test("what a run that failed, was skipped or cancelled did not build is left until something changes again", () => {
  for (const state of ["failed", "skipped", "cancelled"] as const) {
    const ended = stepEnded(told(claimed(quiet, { run, at: "" }), "02"), { run, state, why: "source.contract" }, at);
    expect(startedBy(ended)).toBeNull();
    expect(ended.failing).toBe(state === "failed");
    expect(startedBy(told(ended, "03"))).toBe("run/auto-daily-03");
  }
});

test("upkeep that failed is over with the next same upkeep that goes well, and leaves a pass's failure as it is", () => {
  const drift = { run, why: "The source is down.", parts: ["history"] } as const;
  const failed = stepEnded(quiet, { ...drift, state: "failed" }, at);
  expect([failed.failing, failed.failedUpkeep]).toEqual([false, [{ parts: ["history"], why: drift.why }]]);
  const left = (report: Pick<StepReport, "state" | "parts">) =>
    stepEnded(failed, { ...drift, ...report }, at).failedUpkeep?.length;
  expect(left({ state: "failed" })).toBe(1);
  expect(left({ state: "skipped" })).toBe(1);
  expect(left({ state: "done", parts: ["ids"] })).toBe(1);
  expect(left({ state: "unchanged" })).toBe(0);
  expect(stepEnded({ ...quiet, failing: true }, { ...drift, state: "done" }, at).failing).toBe(true);
});

test("a paused asset is not looked at; what happened meanwhile is, once it is resumed", () => {
  const paused = { ...told(claimed(quiet, { run, at: "" }), "02"), paused: true };
  const ended = stepEnded(paused, { run, state: "paused", why: "" }, at);
  expect(startedBy(ended)).toBe("not looked at");
  expect(startedBy({ ...ended, paused: false })).toBe("run/auto-daily-02");
});

test("a backfill that built some days of a mart leaves its condition to be looked at, and decides nothing", () => {
  const ended = stepEnded(told(claimed(quiet, { run, at: "" }), "02"), { run, state: "left", why: "" }, at);
  expect(ended.automation?.requestedAt).toBe(quiet.automation?.requestedAt);
  expect(startedBy(ended)).toBe("run/auto-daily-02");
});

test("a table is built with what its deps were when its pass began, and no more", () => {
  const during = told(passBegun(told(claimed(quiet, { run, at: "" }), "02")), "03");
  const ended = stepEnded(builtWith(during, undefined), { run, state: "done", why: "" }, at);
  expect(ended.automation?.pending).toEqual({ orders: ["03"] });
});

test("the same declaration changes nothing; a new condition is looked at and remembers nothing", () => {
  expect(declare(quiet, { ...declared }, at)).toBe(quiet);
  const other = declare(quiet, { ...declared, automation: { kind: "missing" } }, at);
  expect(other.automation).toMatchObject({ waiting: true, memory: {} });
  const wider = declare(quiet, { ...declared, dependants: ["weekly"] }, at);
  expect(wider.automation?.waiting).toBe(false);
});

test("a report of what is no dep, or to an asset that nothing was declared of, changes nothing", () => {
  expect(depUpdated(quiet, { ...report("02"), asset: "sites" })).toBe(quiet);
  const unknown = emptyState("daily");
  expect([told(unknown, "02"), claimed(unknown, { run, at: "" }), look(unknown, at).state]).toEqual([
    unknown,
    unknown,
    unknown,
  ]);
  expect(mayLook(unknown)).toBe(false);
});

test("an evaluation that found the same is kept once", () => {
  const again = look({ ...quiet, ...(quiet.automation && { automation: { ...quiet.automation, waiting: true } }) }, at);
  expect(again.state.outbox.records).toHaveLength(1);
});

test("the next look is at the next tick of the condition's crons, none without one", () => {
  const cron = { kind: "cron", cron: "0 6 * * *", zone: "Europe/Paris" } as const;
  const ticking = declare(emptyState("daily"), { ...declared, automation: { kind: "not", of: cron } }, at);
  expect(nextLook(ticking)).toBe(Date.parse("2026-11-25T05:00:00Z"));
  expect([nextLook(quiet), nextLook(emptyState("daily"))]).toEqual([null, null]);
});

test("an explanation is the condition as it is, and changes nothing; without a condition there is none", () => {
  const state = told(quiet, "02");
  expect(explain(state, at)).toMatchObject({
    now: { asset: "daily", run: null, tree: { holds: true } },
    waiting: true,
  });
  expect(explain(emptyState("daily"), at)).toEqual({
    now: null,
    inWork: [],
    waiting: false,
    paused: false,
    last: null,
  });
});

test("dependants are told every commit since they were told last, and that the asset became late", () => {
  const recent = (...ids: readonly string[]) => ids.map((id) => ({ id, at: at.toISOString(), rows: 1, load: null }));
  const table = { ...declare(emptyState("orders"), { ...declared, automation: null, dependants: ["daily"] }, at) };
  const knowing = (known: string | null, health: AssetStateV1["health"] = "ok") =>
    toTell({
      ...table,
      health,
      recent: recent("03", "02", "01"),
      ...(table.automation && { automation: { ...table.automation, told: known } }),
    });
  expect(knowing(null)?.report).toEqual(report("03"));
  expect(knowing("01 fresh")?.report.ids).toEqual(["03", "02"]);
  expect(knowing("00 fresh")?.report.ids).toEqual(["03", "02", "01"]);
  expect(knowing("03 fresh")).toBeUndefined();
  expect(knowing("03 fresh", "late")?.report).toEqual({ ...report(), late: true });
  expect(toTell(table)).toBeUndefined();
});
