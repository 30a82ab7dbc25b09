import { expect, test } from "vitest";
import type { RecoveredAsset } from "../../activities/recover-asset.ts";
import { noFailedChecks } from "../../core/check/check-result.ts";
import { assetHealth } from "./asset-health.ts";
import { mayLook } from "./look.ts";
import { recoveredState } from "./recovered-state.ts";

const now = new Date("2026-11-25T02:20:00.000Z");
const promise = { kind: "within", ms: 3_600_000, zone: null } as const;
const automation = { kind: "missing" } as const;
const recovered: RecoveredAsset = {
  mark: {},
  fence: 7,
  loadedThrough: null,
  paused: false,
  recent: [],
  checks: noFailedChecks,
  declared: { automation, deps: ["orders"], dependants: [], promise, alerts: true, ingestion: "run" },
  pending: { orders: ["01"] },
};
const incident = {
  id: "daily/1",
  asset: "daily",
  health: "late",
  why: "It had no success since yesterday.",
  openedAt: "2026-11-25T01:00:00.000Z",
  closedAt: null,
  toldAt: "2026-11-25T01:00:01.000Z",
} as const;
const from = (more: Partial<RecoveredAsset>) => recoveredState("daily", { ...recovered, ...more }, now);
const health = (more: Partial<RecoveredAsset>) => assetHealth(from(more), now).health;

test("an entity that lost its state looks at its condition with what the database knows", () => {
  expect(mayLook(from({}))).toBe(true);
  expect(from({})).toMatchObject({ fence: 7, automation: { pending: { orders: ["01"] } }, incident: null });
});

test("one that was late or failing still is, until it has a success", () => {
  expect([health({}), health({ incident }), health({ incident: { ...incident, health: "failing" } })]).toEqual([
    "ok",
    "late",
    "failing",
  ]);
  expect(from({ incident: { ...incident, health: "failing" } }).failure).toBe(incident.why);
});

test("its freshness counts from its last success, and from now where none is known", () => {
  expect(from({}).freshAt).toBe(now.toISOString());
  const freshAt = "2026-11-25T01:10:00.000Z";
  expect(from({ freshAt }).freshAt).toBe(freshAt);
  expect([health({ freshAt }), health({ freshAt: "2026-11-25T01:30:00.000Z" })]).toEqual(["late", "ok"]);
});

test("its data is as old as what it is loaded through says, which rules over an incident of lateness too", () => {
  expect(from({ ageMs: 4_200_000 }).freshAt).toBe("2026-11-25T01:10:00.000Z");
  expect([health({ ageMs: 3_600_000 }), health({ ageMs: 3_599_999 })]).toEqual(["late", "ok"]);
  const loadedThrough = "2026-11-25T01:50:00.000Z";
  expect(health({ loadedThrough, ageMs: 1_800_000, incident })).toBe("ok");
  expect(health({ ageMs: 1_800_000, incident })).toBe("late");
  expect(health({ loadedThrough, ageMs: 1_800_000, incident: { ...incident, health: "failing" } })).toBe("failing");
});

test("nobody is told twice of an incident that outlives its entity; where nobody was told, somebody is", () => {
  expect(from({ incident }).outbox.notices).toEqual([]);
  const untold = { ...incident, toldAt: null };
  expect(from({ incident: untold }).outbox.notices).toEqual([
    { id: "daily/1/opened", event: "opened", incident: untold },
  ]);
});

test("a recovery of before there were conditions is what it was", () => {
  const { declared: _, pending: __, ...before } = recovered;
  expect(recoveredState("daily", before, now)).toMatchObject({ fence: 7, automation: null, incident: null });
});
