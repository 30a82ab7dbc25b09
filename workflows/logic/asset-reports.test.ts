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

const ruled = { ...report, ageMs: 3 * 3_600_000 };

test("what is loaded is as of its mark, however long the load took; a rebuild over the same marks is no fresher", () => {
  expect(materialised(known, ruled, now).freshAt).toBe("2026-11-24T23:20:00.000Z");
  const mart = materialised(known, { ...ruled, load: null }, now);
  const later = new Date("2026-11-25T04:20:00Z");
  expect(materialised(mart, { ...ruled, id: "m2", load: null, ageMs: 5 * 3_600_000 }, later).freshAt).toBe(
    mart.freshAt,
  );
});

test("a table's load that is told after a later one makes it no older; a mart over a dep that is behind is older", () => {
  const after = materialised(known, ruled, now);
  const behind = { ...ruled, id: "m0", loadedThrough: "2026-11-24T02:15:00Z", ageMs: 27 * 3_600_000 };
  expect(materialised(after, behind, now).freshAt).toBe(after.freshAt);
  expect(materialised(after, { ...behind, load: null }, now).freshAt).toBe("2026-11-23T23:20:00.000Z");
});

test("where nobody knows as of when it is, a mart's success counts, and a table's does not", () => {
  const unknown = { ...report, loadedThrough: null, ageMs: null };
  expect(materialised(known, { ...unknown, load: null }, now).freshAt).toBe(now.toISOString());
  expect(materialised(known, unknown, now).freshAt).toBeNull();
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
