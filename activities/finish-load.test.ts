import { expect, test } from "vitest";
import type { Manifest } from "../core/manifest.ts";
import { memoryObjectStore } from "../test/fakes/memory-object-store.ts";
import { landLines } from "../test/harness/land-lines.ts";
import { claimOf } from "./finish-load.ts";

const t0 = "2026-11-24T03:00:00.000Z";
const from = { watermark: "2026-11-23T02:00:00.000Z" };
const next = { watermark: "2026-11-24T02:00:00.000Z" };
const quarterHour = 900_000;
const completeThrough = "2026-11-24T02:45:00.000Z";

async function claimed(over: Partial<Manifest>) {
  const loadId = "01JCLAIM000000000000000000";
  const { manifest } = await landLines(memoryObjectStore(), { loadId, t0, parts: [], over: { from, next, ...over } });
  return claimOf(manifest, quarterHour);
}

test("a pass that read everything is complete to its overlap before T0, whatever is missing before it", async () => {
  expect(await claimed({ pass: "full" })).toEqual({ completeThrough, from: null, to: next });
});

test("an incremental pass is complete from its mark to its overlap before T0, whether anything changed or not", async () => {
  expect(await claimed({ pass: "incremental", since: "2026-11-23T01:45:00.000Z" })).toEqual({
    completeThrough,
    from,
    to: next,
  });
});

test("a pass that re-read its horizon is complete from where that begins, but not over a reading of everything", async () => {
  const lastFull = "2026-11-22T02:00:00.000Z";
  const horizon = { pass: "horizon", since: "2026-10-10T02:00:00.000Z", from: { ...from, lastFull } } as const;
  expect(await claimed(horizon)).toEqual({
    completeThrough,
    from: { watermark: "2026-10-10T02:15:00.000Z", lastFull },
    to: next,
  });
});

test("an unverified pass claims nothing", async () => {
  expect(await claimed({ pass: "full", verified: false })).toBeNull();
});
