import { expect, test } from "vitest";
import { tableOf } from "../../test/fakes/specs.ts";
import type { AssetMirror } from "../ports/database.ts";
import { assetState, type AssetTroubles } from "./asset-state.ts";

const hourMs = 3_600_000;
const loadedThrough = "2026-11-25T02:00:00.000Z";
const promising = tableOf("orders", { freshness: { kind: "within", ms: hourMs } });
const mirror: AssetMirror = {
  asset: "orders",
  landedThrough: loadedThrough,
  loadedThrough,
  fence: 1,
  materialisationId: "m",
  materialisedAt: loadedThrough,
  rows: 1,
};
const none: AssetTroubles = { pause: null, incident: null, blocked: [], warned: [], failedIn: null };
const late = { health: "late", why: "w", openedAt: loadedThrough } as const;
const failing = { ...late, health: "failing" } as const;
const pause = { who: "Ada Exemple", why: "a trial", at: loadedThrough };
const after = (hours: number) => Date.parse(loadedThrough) + hours * hourMs;
const stands = (troubles: Partial<AssetTroubles>, hours = 0) =>
  assetState(promising, mirror, { ...none, ...troubles }, after(hours));

test("an asset that nothing is wrong with is told by its age", () => {
  expect([stands({}), stands({}, 2)]).toEqual(["fresh", "late"]);
  expect(assetState(tableOf("orders"), mirror, none, after(2))).toBe("loaded");
});

test("an asset that was never loaded says so; one that holds rows of an unknown age does not", () => {
  const unknown = { ...mirror, loadedThrough: null };
  expect(assetState(promising, undefined, none, after(0))).toBe("never");
  expect(assetState(promising, { ...unknown, materialisationId: null }, none, after(0))).toBe("never");
  expect(assetState(promising, unknown, none, after(0))).toBe("loaded");
});

test("one in an incident is not fresh, however young its data", () => {
  expect([stands({ incident: failing }), stands({ incident: late })]).toEqual(["failing", "late"]);
});

test("one that was late first and fails since is failing; a step that failed in no incident was made good elsewhere", () => {
  expect(stands({ incident: late, failedIn: "run/nightly" })).toBe("failing");
  expect(stands({ failedIn: "run/nightly" })).toBe("fresh");
});

test("a check that blocks makes it failing, one that warns is told where nothing graver is", () => {
  const warned = ["null_share(a): 0.5, at most 0.3"];
  expect(stands({ blocked: ["unique(id): 2, at most 0"], warned })).toBe("failing");
  expect([stands({ warned }), stands({ warned }, 2)]).toEqual(["warned", "late"]);
});

test("one that is held says so before all else: nobody waits for it", () => {
  expect(stands({ pause, incident: failing, blocked: ["unique(id): 2, at most 0"] }, 2)).toBe("paused");
});
