import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ObjectStore } from "../core/ports/object-store.ts";
import { memoryObjectStore } from "../test/fakes/memory-object-store.ts";
import { testIngestion, type TestIngestion } from "../test/harness/ingestion.ts";
import { runActivity } from "../test/harness/run-activity.ts";
import { createFindLoads, type Look } from "./find-loads.ts";
import { foreignLoadId } from "./foreign-load-id.ts";

let bench: TestIngestion;
let store: ObjectStore;
let heads: string[];
let lists: (readonly [string, string | undefined])[];
let queries: number;
beforeAll(async () => {
  bench = await testIngestion();
});
beforeEach(() => {
  const memory = memoryObjectStore();
  [heads, lists, queries] = [[], [], 0];
  store = {
    ...memory,
    head: (key) => {
      heads.push(key);
      return memory.head(key);
    },
    list: (prefix, options) => {
      lists.push([prefix, options?.startAfter]);
      return memory.list(prefix, options);
    },
  };
});
afterAll(() => bench.database.close());

let serial = 0;
const newId = (): string => `01K${String(++serial).padStart(23, "0")}`;
const put = async (key: string) => ({ key, ...(await store.put(key, new TextEncoder().encode(key))) });
const manifestOf = (loadId: string, { day = "2026-11-24", source = "shop", table = "orders" } = {}) =>
  `v1/${source}/${table}/dt=${day}/load=${loadId}/_manifest.json`;

const find = (look: Partial<Look>, landingGraceMs = 0) => finder(landingGraceMs)(look);

/** One sensor's looks, one after another. */
function finder(landingGraceMs = 0) {
  const database = {
    ...bench.database,
    knownLoads: (ids: readonly string[]) => {
      queries++;
      return bench.database.knownLoads(ids);
    },
  };
  const deps = { ...bench.deps, store, database, landingGraceMs };
  const findLoads = createFindLoads(deps);
  return (look: Partial<Look>) => runActivity(findLoads, { objects: [], list: "none", ...look });
}

async function known(loadId: string, state: "open" | "refused") {
  const opening = { table: "orders", origin: "run", manifestEtag: "e", expected: 0, bytes: 0 } as const;
  await bench.database.openLoad({ loadId, manifestKey: manifestOf(loadId), ...opening });
  if (state === "refused") await bench.database.refuseLoad(loadId, "load.altered");
}

test("a listing finds what the ledger does not know, without one look at an object and in one question", async () => {
  const [fresh, open, refused] = [newId(), newId(), newId()];
  await known(open, "open");
  await known(refused, "refused");
  for (const loadId of [open, refused, fresh]) await put(manifestOf(loadId));
  const dropped = await put("inbox/people/a b.csv");
  const [info] = await Array.fromAsync(store.list("inbox/"));
  const found = await find({ list: "recent" });
  const foreign = foreignLoadId(dropped.key, dropped.etag, info?.lastModified ?? new Date(0));
  expect(found.start).toEqual([
    { table: "people", loadId: foreign, object: { kind: "foreign", key: dropped.key, etag: dropped.etag } },
    { table: "orders", loadId: fresh, object: { kind: "manifest", key: manifestOf(fresh), etag: expect.any(String) } },
    { table: "orders", loadId: open, object: { kind: "manifest", key: manifestOf(open), etag: expect.any(String) } },
  ]);
  expect(heads).toEqual([]);
  expect(queries).toBe(1);
});

test("a refused load is not started again, neither by events nor by listing", async () => {
  const loadId = newId();
  await known(loadId, "refused");
  const object = await put(manifestOf(loadId));
  expect((await find({ objects: [object], list: "full" })).start).toEqual([]);
  expect(heads).toEqual([]);
});

test("a recent listing begins a day back, a full one forty days, folder by folder", async () => {
  const [old, older] = [newId(), newId()];
  await put(manifestOf(old, { day: "2026-10-20" }));
  await put(manifestOf(older, { day: "2026-09-01" }));
  expect((await find({ list: "recent" })).start).toEqual([]);
  expect(lists).toContainEqual(["v1/shop/orders/", "v1/shop/orders/dt=2026-11-23"]);
  expect((await find({ list: "full" })).start.map((load) => load.loadId)).toEqual([old]);
  expect(lists).toContainEqual(["v1/inbox/people/", "v1/inbox/people/dt=2026-10-15"]);
});

test("a run's own manifest is left to its run while it is young, and an event of it is kept", async () => {
  const object = await put(manifestOf(newId()));
  const found = await find({ objects: [object] }, 60_000);
  expect([found.start, found.later]).toEqual([[], [object]]);
});

test("a replay's manifest is left to the replay", async () => {
  const object = await put(manifestOf(newId(), { source: "replay" }));
  expect((await find({ objects: [object], list: "recent" })).start).toEqual([]);
});

test("objects of the inbox that are for no table are told, not passed over", async () => {
  const keys = ["inbox/cleints/x.csv", "inbox/x.csv", "inbox/Orders/x.csv"];
  for (const key of [...keys, "inbox/orders/", "inbox/orders/ok.csv"]) await put(key);
  const found = await find({ list: "recent" });
  expect(found.unknown.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
  expect(found.start.map((load) => load.object.key)).toEqual(["inbox/orders/ok.csv"]);
  expect((await find({ objects: [{ key: "inbox/cleints/x.csv", etag: "e" }] })).unknown).toEqual([
    { key: "inbox/cleints/x.csv" },
  ]);
});

test("an event of an object that is gone, or of a table that left the graph, starts nothing", async () => {
  const gone = { key: "inbox/orders/gone.csv", etag: "e" };
  const other = await put(manifestOf(newId(), { table: "others" }));
  expect(await find({ objects: [gone, other] })).toEqual({
    start: [],
    later: [],
    unknown: [],
    more: false,
    foreign: 1,
    known: 0,
    gone: 1,
  });
});

test("more loads than one answer holds are told in several", async () => {
  for (let at = 0; at < 201; at++) await put(manifestOf(newId()));
  const found = await find({ list: "recent" });
  expect([found.start.length, found.more]).toEqual([200, true]);
});

test("a bucket with nothing to load asks the database nothing", async () => {
  await put("inbox/cleints/x.csv");
  await find({ list: "recent" });
  await find({ list: "full" });
  await find({ objects: [{ key: "inbox/orders/gone.csv", etag: "e" }] });
  expect(queries).toBe(0);
});

test("loads that have ended are asked for once, however often they are listed, and once more by a full listing", async () => {
  const [open, refused] = [newId(), newId()];
  await known(open, "open");
  await known(refused, "refused");
  await put(manifestOf(refused));
  const look = finder();
  for (let tick = 0; tick < 3; tick++) expect((await look({ list: "recent" })).start).toEqual([]);
  await look({ list: "none" });
  expect(queries).toBe(1);
  await put(manifestOf(open));
  for (let tick = 0; tick < 2; tick++)
    expect((await look({ list: "recent" })).start.map((load) => load.loadId)).toEqual([open]);
  expect(queries).toBe(3);
  await bench.database.refuseLoad(open, "load.altered");
  await look({ list: "recent" });
  await look({ list: "recent" });
  expect(queries).toBe(4);
  await bench.database.reopenLoad(refused);
  expect((await look({ list: "recent" })).start).toEqual([]);
  expect((await look({ list: "full" })).start.map((load) => load.loadId)).toEqual([refused]);
});
