import { expect, test } from "vitest";
import { emptyState } from "../contracts/state.ts";
import { advance, checked, isStale, materialised } from "./asset-reports.ts";

const now = new Date("2026-11-25T02:20:00Z");
const known = { ...emptyState("orders"), fence: 7 };
const report = {
  id: "m1",
  at: "2026-11-25T02:19:00Z",
  rows: 12,
  load: "l1",
  loadedThrough: "2026-11-25T02:15:00Z",
  origin: "run",
} as const;

test("a writer whose fence was replaced is stale, the current one is not", () => {
  expect([6, 7].map((fence) => isStale(known, fence))).toEqual([true, false]);
});

test("the landed mark moves on and never back", () => {
  const later = advance(known, { fence: 7, mark: { watermark: "2026-11-25T02:15:00Z" }, loadId: "l1" });
  expect(later.mark).toEqual({ watermark: "2026-11-25T02:15:00Z" });
  expect(advance(later, { fence: 7, mark: { watermark: "2026-11-24T02:15:00Z" }, loadId: "l0" }).mark).toEqual(
    later.mark,
  );
});

test("a success is remembered, makes the asset fresh and ends its failing", () => {
  expect(materialised({ ...known, failing: true }, report, now)).toMatchObject({
    failing: false,
    freshAt: "2026-11-25T02:20:00.000Z",
    loadedThrough: "2026-11-25T02:15:00Z",
    recent: [{ id: "m1", at: "2026-11-25T02:19:00Z", rows: 12, load: "l1" }],
  });
});

test("checks that failed are remembered until they are measured again, by themselves or with a success", () => {
  const failed = { warned: ["row_change: 20, at most 15"], blocked: [] };
  const warned = checked(known, failed);
  expect(warned.checks).toEqual(failed);
  expect(materialised(warned, report, now).checks).toEqual(failed);
  expect(materialised(warned, { ...report, checks: { warned: [], blocked: [] } }, now).checks).toEqual({
    warned: [],
    blocked: [],
  });
});

test("a success that changed nothing makes it fresh and is no materialisation; one told twice is remembered once", () => {
  expect(materialised(known, { ...report, id: null }, now)).toMatchObject({
    freshAt: "2026-11-25T02:20:00.000Z",
    recent: [],
  });
  expect(materialised(materialised(known, report, now), report, now).recent).toHaveLength(1);
});

test("a night behind a refused load is a success that makes its table no fresher", () => {
  const before = materialised(known, report, now);
  const night = new Date("2026-11-26T02:20:00Z");
  const held = materialised(before, { ...report, id: "m2", load: "l2" }, night);
  expect(held).toMatchObject({
    failing: false,
    freshAt: "2026-11-25T02:20:00.000Z",
    recent: [{ id: "m2" }, { id: "m1" }],
  });
});

test("a mart is as fresh as its deps: one that is rebuilt over the same content is no fresher, one over unknown marks is", () => {
  const mart = { ...report, load: null };
  const before = materialised(known, mart, now);
  const night = new Date("2026-11-26T02:20:00Z");
  const freshAfter = (loadedThrough: string | null) =>
    materialised(before, { ...mart, id: "m2", loadedThrough }, night).freshAt;
  expect(["2026-11-25T02:15:00Z", "2026-11-26T02:15:00Z", null].map(freshAfter)).toEqual([
    "2026-11-25T02:20:00.000Z",
    "2026-11-26T02:20:00.000Z",
    "2026-11-26T02:20:00.000Z",
  ]);
});

test.each(["foreign", "backfill"] as const)("a %s load is remembered and says nothing of the source", (origin) => {
  expect(materialised({ ...known, failing: true }, { ...report, origin }, now)).toMatchObject({
    failing: true,
    freshAt: null,
    recent: [{ id: "m1" }],
  });
});

test("the loaded mark never goes back, and the last twenty successes are kept", () => {
  const many = Array.from({ length: 25 }, (_, at) => at).reduce(
    (state, at) => materialised(state, { ...report, id: `m${at}`, loadedThrough: `2026-11-${35 - at}` }, now),
    known,
  );
  expect(many.loadedThrough).toBe("2026-11-35");
  expect(many.recent.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, at) => `m${24 - at}`));
});
