import type { StepState } from "../../core/ports/runs.ts";
import { failedSteps, openIncidents } from "../../db/declare/standing-reads.ts";
import { beforeEach, expect, test } from "vitest";
import type { Incident } from "../../core/automation/incident.ts";
import type { Database } from "../../core/ports/database.ts";
import { empty } from "./portable.ts";

const tree = { says: "any dep updated", holds: true, why: "updated: orders" };
const evaluation = (at: string, run: string | null = null) => ({ asset: "orders_daily", at, run, tree });
const opened: Incident = {
  id: "orders/2026-11-25T02:20:00.000Z",
  asset: "orders",
  health: "late",
  why: "It had no success since 2026-11-24T00:20:00.000Z.",
  openedAt: "2026-11-25T02:20:00.000Z",
  closedAt: null,
  toldAt: null,
};

/** What is promised of evaluations and incidents. */
export function databaseAutomationContract(current: () => Database): void {
  beforeEach(() => empty(current(), "sillage.evaluation", "sillage.incident"));

  test("of an asset's evaluations the last one up to an instant is told; before the first there is none", async () => {
    await current().keepEvaluation(evaluation("2026-11-25T02:20:00.000Z"));
    await current().keepEvaluation(evaluation("2026-11-25T02:30:00.123Z", "run/auto-orders_daily-01"));
    const at = (instant: string) => current().evaluationAt("orders_daily", instant);
    expect(await at("2026-11-25T02:29:59.999Z")).toEqual(evaluation("2026-11-25T02:20:00.000Z"));
    expect(await at("2026-11-25T02:30:00.123Z")).toEqual(
      evaluation("2026-11-25T02:30:00.123Z", "run/auto-orders_daily-01"),
    );
    expect(await at("2026-11-25T02:19:59.999Z")).toBeUndefined();
    expect(await current().evaluationAt("orders", "2026-11-26T00:00:00.000Z")).toBeUndefined();
  });

  test("an evaluation told again replaces itself, and the last 500 of an asset stay", async () => {
    const from = Date.parse("2026-11-25T00:00:00.000Z");
    const at = (second: number) => new Date(from + second * 1_000).toISOString();
    for (let second = 0; second <= 500; second++) await current().keepEvaluation(evaluation(at(second)));
    await current().keepEvaluation(evaluation(at(500), "run/1"));
    expect(await current().evaluationAt("orders_daily", at(600))).toEqual(evaluation(at(500), "run/1"));
    expect(await current().evaluationAt("orders_daily", at(1))).toEqual(evaluation(at(1)));
    expect(await current().evaluationAt("orders_daily", at(0))).toBeUndefined();
  });

  test("an incident is kept as it stands, newest first; one that was closed or told stays so", async () => {
    const closedAt = "2026-11-25T03:20:00.000Z";
    const toldAt = "2026-11-25T02:20:01.000Z";
    await current().keepIncident(opened);
    await current().keepIncident({ ...opened, toldAt });
    await current().keepIncident({ ...opened, closedAt });
    await current().keepIncident(opened);
    const other: Incident = { ...opened, id: "sites/1", asset: "sites", health: "failing", openedAt: closedAt };
    await current().keepIncident(other);
    expect(await current().incidents(null)).toEqual([other, { ...opened, closedAt, toldAt }]);
    expect(await current().incidents("orders")).toEqual([{ ...opened, closedAt, toldAt }]);
  });

  test("every incident that lasts is told, however many of other assets came and went since", async () => {
    await current().keepIncident(opened);
    const from = Date.parse(opened.openedAt) + 1;
    for (let at = 0; at < 100; at++) {
      const openedAt = new Date(from + at).toISOString();
      await current().keepIncident({ ...opened, id: `sites/${at}`, asset: "sites", openedAt, closedAt: openedAt });
    }
    const { asset, health, why, openedAt } = opened;
    const lasting = await current().read(openIncidents);
    expect(lasting).toEqual([{ asset, health, why, opened_at: new Date(openedAt) }]);
    expect((await current().incidents(null)).map((one) => one.asset)).not.toContain(asset);
  });

  test("assets whose last step failed are told with its run; one that was skipped or held says nothing", async () => {
    const step = { rows: 0, bytes: null, code: null, load: null, ms: 1, detail: "" };
    const at = (minute: number) => `2026-11-25T02:1${minute}:00.000Z`;
    const kept = (run: string, minute: number, states: Readonly<Record<string, StepState>>) =>
      current().keepSteps(
        run,
        Object.entries(states).map(([asset, state]) => ({ ...step, asset, state, endedAt: at(minute) })),
      );
    await kept("run/1", 1, { orders: "failed", sites: "failed", lines: "done" });
    await kept("run/2", 2, { orders: "skipped", sites: "unchanged", lines: "paused" });
    expect(await current().read(failedSteps)).toEqual([{ asset: "orders", run_id: "run/1" }]);
    // Of two that end at once, the later run's counts.
    await kept("run/3", 2, { orders: "failed", sites: "failed" });
    const failed = await current().read(failedSteps);
    expect(failed.toSorted((one, other) => String(one["asset"]).localeCompare(String(other["asset"])))).toEqual([
      { asset: "orders", run_id: "run/3" },
      { asset: "sites", run_id: "run/3" },
    ]);
    await kept("run/4", 3, { orders: "done", sites: "unchanged" });
    expect(await current().read(failedSteps)).toEqual([]);
  });

  test("the last 100 incidents of an asset stay", async () => {
    const from = Date.parse(opened.openedAt);
    for (let at = 0; at <= 100; at++)
      await current().keepIncident({ ...opened, id: `orders/${at}`, openedAt: new Date(from + at).toISOString() });
    const kept = await current().incidents("orders");
    expect([kept.length, kept.at(0)?.id, kept.at(-1)?.id]).toEqual([100, "orders/100", "orders/1"]);
  });
}
