import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AcquireRequest, AssetEntities } from "../../core/ports/asset-entities.ts";
import type { AssetView } from "../../workflows/contracts/state.ts";
import { until } from "../harness/demo.ts";

/** Entities with what stands around them. */
export type EntitiesWorld = {
  readonly entities: AssetEntities;
  /** The key of an asset whose entity was never started. */
  readonly newAsset: () => string;
  /** The id of a workflow that runs until it is ended. */
  readonly newHolder: () => Promise<string>;
  readonly end: (holder: string) => Promise<void>;
  readonly pause: (asset: string) => Promise<void>;
  readonly resume: (asset: string) => Promise<void>;
  /** What the entity knows. */
  readonly view: (asset: string) => Promise<AssetView>;
  readonly close: () => Promise<void>;
};

const minute = 60_000;
const mark = (hour: string) => ({ watermark: `2026-11-25T${hour}:00:00Z` });

/** What assets' entities promise, whoever keeps them. */
export function assetEntitiesContract(open: () => Promise<EntitiesWorld>): void {
  let world: EntitiesWorld;
  beforeAll(async () => {
    world = await open();
  });
  afterAll(() => world.close());

  const holders = (count: number) => Promise.all(Array.from({ length: count }, () => world.newHolder()));
  const acquire = (asset: string, holder: string, over: Partial<AcquireRequest> = {}) =>
    world.entities.acquire(asset, { holder, placeMs: minute, ...over }, randomUUID());
  const release = (asset: string, holder: string, fence: number | null = null) =>
    world.entities.release(asset, { holder, fence, outcome: "landed" }, randomUUID());
  const advance = (asset: string, fence: number, hour: string) =>
    world.entities.advance(asset, { fence, mark: mark(hour), loadId: `load at ${hour}` }, randomUUID());
  const materialised = (asset: string, id: string | null, loadedThrough: string | null, requestId: string) =>
    world.entities.materialised(
      asset,
      { id, at: "2026-11-25T02:20:00Z", rows: 1, load: null, loadedThrough, origin: "run" },
      requestId,
    );
  /** Asks again until the cursor is granted, as a waiting extraction does. */
  const granted = (asset: string, holder: string) =>
    until(`${holder} gets ${asset}`, async () => (await acquire(asset, holder)).granted);

  test("the first that asks gets the cursor; those who come later wait behind it, in order", async () => {
    const asset = world.newAsset();
    const [a = "", b = "", c = ""] = await holders(3);
    expect(await acquire(asset, a)).toEqual({ granted: true, mark: {}, fence: 1 });
    const until = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(await acquire(asset, b)).toEqual({
      granted: false,
      paused: false,
      ahead: [{ holder: a, fence: 1, until: null }],
    });
    expect(await acquire(asset, c)).toEqual({
      granted: false,
      paused: false,
      ahead: [
        { holder: a, fence: 1, until: null },
        { holder: b, fence: null, until },
      ],
    });
  });

  test("the cursor goes to whoever waits longest, each under a greater fence, and to nobody out of turn", async () => {
    const asset = world.newAsset();
    const [a = "", b = "", c = ""] = await holders(3);
    for (const holder of [a, b, c]) await acquire(asset, holder);
    await release(asset, a, 1);
    expect(await acquire(asset, c)).toMatchObject({ granted: false, ahead: [{ holder: b }] });
    expect(await acquire(asset, b)).toMatchObject({ granted: true, fence: 2 });
    expect(await acquire(asset, a)).toMatchObject({ granted: false, ahead: [{ holder: b }, { holder: c }] });
    await release(asset, b, 2);
    expect(await acquire(asset, c)).toMatchObject({ granted: true, fence: 3 });
  });

  test("a call under a request id that was seen changes nothing, and is answered as it was", async () => {
    const asset = world.newAsset();
    const [a = "", b = ""] = await holders(2);
    const request = { holder: a, leaseMs: minute, placeMs: minute };
    const first = await world.entities.acquire(asset, request, "same");
    expect(await world.entities.acquire(asset, request, "same")).toEqual(first);
    expect(await acquire(asset, b)).toMatchObject({ ahead: [{ holder: a, fence: 1 }] });
    await world.entities.release(asset, { holder: a, fence: 1, outcome: "landed" }, "given back");
    expect(await acquire(asset, b)).toMatchObject({ granted: true, fence: 2 });
    await world.entities.release(asset, { holder: b, fence: 2, outcome: "landed" }, "given back");
    expect((await world.view(asset)).lease).toMatchObject({ holder: b, fence: 2 });
  });

  test("one request id at two assets is two requests", async () => {
    const [one, two] = [world.newAsset(), world.newAsset()];
    const holder = await world.newHolder();
    const request = { holder, leaseMs: minute, placeMs: minute };
    for (const asset of [one, two]) await world.entities.acquire(asset, request, "shared");
    for (const asset of [one, two]) expect((await world.view(asset)).lease).toMatchObject({ holder, fence: 1 });
  });

  test("the holder that asks again gets the cursor again, under a greater fence", async () => {
    const [asset, holder] = [world.newAsset(), await world.newHolder()];
    await acquire(asset, holder);
    expect(await acquire(asset, holder)).toMatchObject({ granted: true, fence: 2 });
  });

  test("the mark moves with what was landed, never back, and is given with the cursor", async () => {
    const asset = world.newAsset();
    const [a = "", b = ""] = await holders(2);
    await acquire(asset, a);
    await advance(asset, 1, "02");
    await advance(asset, 1, "01");
    await release(asset, a, 1);
    expect(await acquire(asset, b)).toEqual({ granted: true, mark: mark("02"), fence: 2 });
  });

  test("whoever tells what it landed in its own name gives its turn back with it, once, and the next one gets it", async () => {
    const asset = world.newAsset();
    const [a = "", b = ""] = await holders(2);
    for (const one of [a, b]) await acquire(asset, one);
    const landed = { fence: 1, mark: mark("02"), loadId: "l1", holder: a };
    await world.entities.advance(asset, landed, "landed");
    await granted(asset, b);
    await world.entities.advance(asset, landed, "landed");
    expect(await world.view(asset)).toMatchObject({ lease: { holder: b, fence: 2 }, waiting: [], mark: mark("02") });
  });

  test("a writer under an older fence is refused, and the mark stands", async () => {
    const [asset, holder] = [world.newAsset(), await world.newHolder()];
    for (const fence of [1, 2]) expect(await acquire(asset, holder)).toMatchObject({ fence });
    await expect(advance(asset, 1, "02")).rejects.toMatchObject({
      code: "asset.stale-fence",
      retryable: false,
      message: `The fence 1 of ${asset} was replaced by 2. A newer run took this table over: nothing to do.`,
    });
    expect((await world.view(asset)).mark).toEqual({});
    await advance(asset, 2, "03");
    expect((await world.view(asset)).mark).toEqual(mark("03"));
  });

  test("a release under another fence leaves the lease; without a fence it gives back whatever the holder has", async () => {
    const asset = world.newAsset();
    const [a = "", b = ""] = await holders(2);
    for (const holder of [a, a, b]) await acquire(asset, holder);
    await release(asset, a, 1);
    expect((await world.view(asset)).lease).toMatchObject({ holder: a, fence: 2 });
    await release(asset, b);
    expect((await world.view(asset)).waiting).toEqual([]);
    await release(asset, a);
    expect((await world.view(asset)).lease).toBeNull();
  });

  test("a lease that was taken away is over, and its fence with it once another has the cursor", async () => {
    const asset = world.newAsset();
    const [a = "", b = ""] = await holders(2);
    await acquire(asset, a);
    await world.entities.drop(asset, { turns: [{ holder: a, fence: 1, until: null }] }, randomUUID());
    expect(await acquire(asset, b)).toMatchObject({ granted: true, fence: 2 });
    await expect(advance(asset, 1, "02")).rejects.toMatchObject({ code: "asset.stale-fence" });
    expect((await world.view(asset)).lease).toMatchObject({ holder: b });
  });

  test("a place that nobody renews in time is lost, and the next one moves up", async () => {
    const asset = world.newAsset();
    const [a = "", b = "", c = ""] = await holders(3);
    await acquire(asset, a);
    expect(await acquire(asset, b, { placeMs: 1 })).toMatchObject({ granted: false });
    expect(await acquire(asset, c)).toMatchObject({ granted: false });
    await release(asset, a, 1);
    await granted(asset, c);
    expect(await acquire(asset, b)).toMatchObject({ granted: false, ahead: [{ holder: c }] });
  });

  test("turns are taken away as they were seen; one that was renewed meanwhile is kept", async () => {
    const asset = world.newAsset();
    const [a = "", b = "", c = ""] = await holders(3);
    for (const holder of [a, b]) await acquire(asset, holder);
    const seen = await acquire(asset, c);
    const turns = seen.granted || seen.paused ? [] : seen.ahead;
    expect(turns).toHaveLength(2);
    await acquire(asset, a);
    await world.entities.drop(asset, { turns }, randomUUID());
    expect(await world.view(asset)).toMatchObject({ lease: { holder: a, fence: 2 }, waiting: [c] });
  });

  test("a place whose workflow ended is passed over when the cursor is given back", async () => {
    const asset = world.newAsset();
    const [a = "", b = "", c = ""] = await holders(3);
    for (const holder of [a, b, c]) await acquire(asset, holder);
    await world.end(b);
    await release(asset, a, 1);
    expect((await world.view(asset)).waiting).toEqual([c]);
    expect(await acquire(asset, c)).toMatchObject({ granted: true, fence: 2 });
  });

  test("a paused asset grants nothing and keeps no queue, while its holder ends in peace; resumed it goes on", async () => {
    const asset = world.newAsset();
    const [a = "", b = ""] = await holders(2);
    expect(await world.entities.isPaused(asset)).toBeUndefined();
    await acquire(asset, a);
    expect(await world.entities.isPaused(asset)).toBe(false);
    await acquire(asset, b);
    await world.pause(asset);
    expect(await world.entities.isPaused(asset)).toBe(true);
    expect(await acquire(asset, b)).toEqual({ granted: false, paused: true });
    expect((await world.view(asset)).waiting).toEqual([]);
    await advance(asset, 1, "02");
    await release(asset, a, 1);
    expect(await acquire(asset, b)).toEqual({ granted: false, paused: true });
    await world.resume(asset);
    expect(await world.entities.isPaused(asset)).toBe(false);
    expect(await acquire(asset, b)).toEqual({ granted: true, mark: mark("02"), fence: 2 });
  });

  test("each success is remembered once, and the loaded mark never moves back", async () => {
    const asset = world.newAsset();
    await materialised(asset, "m1", "2026-11-25T02:00:00Z", "told");
    await materialised(asset, "m1", "2026-11-25T02:00:00Z", "told");
    await materialised(asset, "m1", "2026-11-25T02:00:00Z", randomUUID());
    await materialised(asset, null, "2026-11-25T01:00:00Z", randomUUID());
    await materialised(asset, "m2", null, randomUUID());
    const { recent, loadedThrough } = await world.view(asset);
    expect(recent.map(({ id }) => id)).toEqual(["m2", "m1"]);
    expect(loadedThrough).toBe("2026-11-25T02:00:00Z");
  });

  test("an asset's data is as old as it is told to be, however long it took to load", async () => {
    const asset = world.newAsset();
    const ageMs = 3 * 60 * minute;
    const before = Date.now() - ageMs;
    const report = { id: "m1", at: "2026-11-25T02:20:00Z", rows: 1, load: "l1", origin: "run" } as const;
    await world.entities.materialised(asset, { ...report, loadedThrough: "2026-11-24T23:20:00Z", ageMs }, "told");
    const freshAt = Date.parse((await world.view(asset)).freshAt ?? "");
    expect(freshAt).toBeGreaterThanOrEqual(before);
    expect(freshAt).toBeLessThanOrEqual(Date.now() - ageMs);
  });

  test("checks that failed are remembered until they are measured again", async () => {
    const asset = world.newAsset();
    const failed = { warned: ["row_change: 20, at most 15"], blocked: [] };
    await world.entities.checked(asset, failed, "measured");
    await world.entities.checked(asset, { warned: [], blocked: [] }, "measured");
    expect((await world.view(asset)).checks).toEqual(failed);
    await world.entities.checked(asset, { warned: [], blocked: [] }, randomUUID());
    expect((await world.view(asset)).checks).toEqual({ warned: [], blocked: [] });
  });

  test("refused drift is remembered by what found it, until it is no longer refused", async () => {
    const asset = world.newAsset();
    await world.entities.drifted(asset, { by: "ids", refused: "9 of 9 vanished" }, "refused");
    await world.entities.drifted(asset, { by: "reread", refused: "9 differ" }, randomUUID());
    await world.entities.drifted(asset, { by: "ids", refused: null }, randomUUID());
    await world.entities.drifted(asset, { by: "reread", refused: null }, "refused");
    expect((await world.view(asset)).drift).toEqual({ reread: "9 differ" });
    await world.entities.drifted(asset, { by: "reread", refused: null }, randomUUID());
    expect((await world.view(asset)).drift).toEqual({});
  });

  test("a failed extraction is remembered until the asset succeeds", async () => {
    const [asset, holder] = [world.newAsset(), await world.newHolder()];
    await acquire(asset, holder);
    await world.entities.release(asset, { holder, fence: 1, outcome: "failed" }, randomUUID());
    expect((await world.view(asset)).failing).toBe(true);
    await materialised(asset, null, null, randomUUID());
    expect((await world.view(asset)).failing).toBe(false);
  });

  test("an entity is woken by a signal where it does not run, and told one only where it does", async () => {
    const asset = world.newAsset();
    const [says, signal] = [{ who: "Ada Exemple", why: "a trial" }, "pause"];
    await world.entities.tell(asset, { signal, says });
    expect(await world.entities.isPaused(asset)).toBeUndefined();
    await world.entities.wake(asset, { signal, says });
    await until("it is paused", async () => (await world.entities.isPaused(asset)) === true);
    await world.entities.tell(asset, { signal: "resume", says });
    await until("it is resumed", async () => (await world.entities.isPaused(asset)) === false);
  });

  test("assets whose entities run are named, and none that has no entity", async () => {
    const [living, another, holder] = [world.newAsset(), world.newAsset(), await world.newHolder()];
    await acquire(living, holder);
    await until("it is named", async () => (await world.entities.living()).includes(living));
    const named = await world.entities.living();
    expect(named).not.toContain(another);
    expect(named).not.toContain(holder);
    expect(new Set(named).size).toBe(named.length);
  });

  test("a workflow runs until it ends, and one that never was does not run", async () => {
    const holder = await world.newHolder();
    expect(await world.entities.isRunning(holder)).toBe(true);
    await world.end(holder);
    expect(await world.entities.isRunning(holder)).toBe(false);
    expect(await world.entities.isRunning("run/never/was")).toBe(false);
    expect(await world.entities.endOfWindow(holder)).toBeUndefined();
    expect(await world.entities.endOfWindow("run/never/was")).toBeUndefined();
  });
}
