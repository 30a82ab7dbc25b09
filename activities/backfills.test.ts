import { expect, test } from "vitest";
import type { BackfillRequest } from "../core/backfill/track.ts";
import type { AssetControl } from "../core/ports/audit.ts";
import { memoryBackfills } from "../test/fakes/memory-backfills.ts";
import { peopleDeployment } from "../test/fakes/people-deployment.ts";
import { createBackfillActivities } from "./backfills.ts";
import type { ActivityDeps } from "./deps.ts";

const request: BackfillRequest = { selection: "orders", from: "2026-11-01", to: null, windowMs: 86_400_000 };
const now = "2026-11-24T02:00:00.000Z";

/** `paused` as their entities say, `mirrored` as the database alone still knows. */
function given(running: readonly string[] = [], paused: readonly string[] = [], mirrored: readonly string[] = []) {
  const pause = { who: "Ada Exemple", why: "a trial", at: now };
  const assetControl = async (asset: string): Promise<AssetControl | undefined> =>
    mirrored.includes(asset) ? { revision: 1, pause, hand: null } : undefined;
  const database = { ...memoryBackfills(), assetControl };
  const deps = {
    graph: peopleDeployment.graph,
    zone: "Europe/Paris",
    clock: { now: () => new Date(now) },
    database,
    entities: {
      endOfWindow: async (workflow: string) =>
        workflow.endsWith("/9") ? undefined : { state: "done" as const, rows: 3 },
      isRunning: async (holder: string) => running.includes(holder),
      isPaused: async (asset: string) => (mirrored.includes(asset) ? undefined : paused.includes(asset)),
    },
  };
  return { database, activities: createBackfillActivities(deps as unknown as ActivityDeps) };
}
const begin = (id: string, retry = false) => ({ id, request, retry });

test("a backfill begins with its plan, asked twice as once", async () => {
  const { database, activities } = given();
  const first = await activities.beginBackfill(begin("backfill/1"));
  expect(await activities.beginBackfill(begin("backfill/1"))).toEqual(first);
  expect(first).toMatchObject({ begun: true, tracks: [{ asset: "orders" }] });
  expect(await database.backfill("backfill/1")).toMatchObject({ state: "running", startedAt: now });
});

test("one whose workflow runs keeps its assets, one whose workflow does not is written down as cut", async () => {
  const held = given(["backfill/1"]);
  await held.activities.beginBackfill(begin("backfill/1"));
  expect(await held.activities.beginBackfill(begin("backfill/2"))).toEqual({
    begun: false,
    held: [{ asset: "orders", by: "backfill/1" }],
  });
  const free = given();
  await free.activities.beginBackfill(begin("backfill/1"));
  expect(await free.activities.beginBackfill(begin("backfill/2"))).toMatchObject({ begun: true });
  expect(await free.database.backfill("backfill/1")).toMatchObject({ state: "cut", endedAt: now });
});

test("a retry has what failed to do; of an unknown backfill there is none", async () => {
  const { activities } = given();
  const answer = await activities.beginBackfill(begin("backfill/1"));
  const [track] = answer.begun ? answer.tracks : [];
  const tracks = track === undefined ? [] : [{ ...track, todo: "", failed: "0" }];
  await activities.saveBackfill({ id: "backfill/1", state: "failed", tracks });
  expect(await activities.beginBackfill(begin("backfill/1", true))).toMatchObject({
    tracks: [{ todo: "0", failed: "" }],
  });
  await expect(activities.beginBackfill(begin("backfill/x", true))).rejects.toMatchObject({
    code: "backfill.unknown",
    message: 'There is no backfill "backfill/x". Choose among those of `sillage backfill list`.',
  });
});

test("a window is a load of its own that starts from no mark; an open one ends a day ahead; a paused asset has none", async () => {
  const { activities } = given([], ["clients"]);
  const window = { kind: "instants", since: "2026-11-01T00:00:00.000Z", until: "2026-11-08T00:00:00.000Z" } as const;
  const started = async (asset: string, until: string | null) =>
    activities.startWindow({ asset, window: { ...window, until } });
  expect(await started("orders", window.until)).toMatchObject({
    paused: false,
    pass: { origin: "backfill", fence: 0, mark: {}, pass: "incremental", since: window.since, until: window.until },
  });
  expect(await started("orders", null)).toMatchObject({ pass: { until: "2026-11-25T02:00:00.000Z" } });
  expect(await activities.startWindow({ asset: "orders", window: { ...window, since: null } })).toMatchObject({
    pass: { pass: "full", since: null },
  });
  expect(await activities.startWindow({ asset: "orders_daily", window: { kind: "stale" } })).toMatchObject({
    pass: null,
  });
  expect(await activities.startWindow({ asset: "orders_daily", window: { kind: "days", days: [] } })).toEqual({
    paused: false,
    pass: null,
  });
  expect(await started("clients", null)).toEqual({ paused: true });
});

test("an asset that was paused stays so for a backfill when its entity is lost, by the database's mirror", async () => {
  const { activities } = given([], [], ["clients"]);
  const window = { kind: "instants", since: null, until: null } as const;
  expect(await activities.startWindow({ asset: "clients", window })).toEqual({ paused: true });
  expect(await activities.startWindow({ asset: "orders", window })).toMatchObject({ paused: false });
});

test("a table's window of before that is done counts as done, a mart's is built again", async () => {
  const { activities } = given();
  const ends = ["orders/0", "orders/9", "orders_daily/0"].map((of) => activities.doneWindow(`backfill/1/${of}`));
  expect(await Promise.all(ends)).toEqual([{ state: "done", rows: 3 }, null, null]);
});
