import { expect, test } from "vitest";
import { emptyState } from "../contracts/state.ts";
import { assetHealth } from "./asset-health.ts";
import { declare } from "./automation.ts";

const hour = 3_600_000;
const declared = { automation: null, deps: [], dependants: [], alerts: false, ingestion: "run" } as const;
const stored = { ...emptyState("orders"), freshAt: "2026-11-25T02:00:00Z" };
const unpromised = declare(stored, { ...declared, promise: null }, new Date(0));
const promise = { kind: "within", ms: 36 * hour, zone: null } as const;
const fresh = declare(stored, { ...declared, promise }, new Date(0));
const at = (hours: number): Date => new Date(Date.parse("2026-11-25T02:00:00Z") + hours * hour);

test("an asset is ok within its declared freshness, and late from then on", () => {
  expect(assetHealth(fresh, at(35))).toEqual({ health: "ok", lateInMs: hour });
  expect(assetHealth(fresh, at(36))).toEqual({ health: "late", lateInMs: null });
});

test("without a declared freshness it is never late", () => {
  expect(assetHealth(unpromised, at(9_000))).toEqual({ health: "ok", lateInMs: null });
});

test("paused comes before failing, failing before late", () => {
  expect(assetHealth({ ...fresh, failing: true }, at(99)).health).toBe("failing");
  expect(assetHealth({ ...fresh, failing: true, paused: true }, at(99)).health).toBe("paused");
});

test("one that is no longer declared is removed before all else, and is what it was once it is declared again", () => {
  const failing = { ...fresh, failing: true, paused: true };
  const removed = declare(failing, { ...declared, promise: null, removed: true }, at(1));
  expect(assetHealth(removed, at(99))).toEqual({ health: "removed", lateInMs: null });
  const back = declare({ ...removed, paused: false, failing: false }, { ...declared, promise }, at(2));
  expect(assetHealth(back, at(35))).toEqual({ health: "ok", lateInMs: hour });
});

test("upkeep that failed makes an asset failing until it went well", () => {
  const failedUpkeep = [{ parts: ["history"], why: "The source is down." }];
  expect(assetHealth({ ...fresh, failedUpkeep }, at(1)).health).toBe("failing");
  expect(assetHealth({ ...fresh, failedUpkeep: [] }, at(1)).health).toBe("ok");
});

test("a check that blocks makes an asset failing; one that warns is told unless it is late", () => {
  const warned = { warned: ["row_change: 20, at most 15"], blocked: [] };
  expect(assetHealth({ ...fresh, checks: { warned: [], blocked: ["unique(id): 1, at most 0"] } }, at(1)).health).toBe(
    "failing",
  );
  expect(assetHealth({ ...fresh, checks: warned }, at(35))).toEqual({ health: "warned", lateInMs: hour });
  expect(assetHealth({ ...unpromised, checks: warned }, at(35)).health).toBe("warned");
  expect(assetHealth({ ...fresh, checks: warned }, at(36)).health).toBe("late");
});
