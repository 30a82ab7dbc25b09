import { expect, test } from "vitest";
import { assetGraph } from "../core/graph/asset-graph.ts";
import { manifestKey } from "../core/load-keys.ts";
import type { Manifest } from "../core/manifest.ts";
import type { LandedRow } from "../core/landed-row.ts";
import { memoryObjectStore } from "../test/fakes/memory-object-store.ts";
import { columnOf, specOf, tableOf } from "../test/fakes/specs.ts";
import { createLookups } from "./load-lookups.ts";
import { PartWriter } from "./part-writer.ts";

const places = tableOf("places");
const people = tableOf("people", {
  lookups: ["places"],
  columns: [
    columnOf("id", { key: 1 }),
    columnOf("place", { derive: { kind: "lookup", table: "places", output: "name" } }),
  ],
});
const graph = assetGraph(specOf({ tables: [places, people] }));

/** Ids that a lookup was built of, joined. */
async function lookedUp(lookupsOf: ReturnType<typeof createLookups>): Promise<string | null | undefined> {
  return (await lookupsOf(people)).get("places")?.([])["ids"];
}

const open = (store: ReturnType<typeof memoryObjectStore>) =>
  createLookups({
    graph,
    store,
    quarantine: { share: 0.001, rows: 100 },
    lookups: new Map([["places", (rows) => () => ({ ids: [...rows].map((row) => String(row["id"])).join() })]]),
  });

/** Land a load of places; its number is its place in time. */
async function land(
  store: ReturnType<typeof memoryObjectStore>,
  number: number,
  rows: readonly LandedRow[],
  over: Partial<Manifest> = {},
): Promise<void> {
  const folder = { source: "shop", table: "places", day: "2026-11-24", loadId: `01JLOOKUP0000000000000000${number}` };
  const writer = new PartWriter({ store, folder, fence: 1, attempt: 1, partBytes: 1 }, []);
  writer.add(rows);
  await writer.flush();
  const manifest = {
    v: 1,
    loadId: folder.loadId,
    table: "places",
    rows: rows.length,
    misfits: 0,
    parts: writer.parts,
    next: {},
    ...over,
  };
  await store.put(manifestKey(folder), Buffer.from(JSON.stringify(manifest)));
}

test("the latest landed load is looked into, and a newer one as soon as it is landed", async () => {
  const store = memoryObjectStore();
  const lookupsOf = open(store);
  await land(store, 1, [{ id: 1 }]);
  expect(await lookedUp(lookupsOf)).toBe("1");
  await land(store, 2, [{ id: 2 }, { id: 3 }]);
  expect(await lookedUp(lookupsOf)).toBe("2,3");
});

test("an empty load, one of misfits only and one over the budget of misfits are passed over", async () => {
  const store = memoryObjectStore();
  await land(store, 1, [{ id: 1 }]);
  await land(store, 2, []);
  await land(store, 3, [{ _misfit: { column: "id", rule: "integer" } }], { misfits: 1 });
  await land(store, 4, [{ id: 4 }], { rows: 500, misfits: 101 });
  expect(await lookedUp(open(store))).toBe("1");
});

test("a table is refused while nothing usable is landed of what it is looked up in, and one without lookups is not", async () => {
  const store = memoryObjectStore();
  const refused = {
    code: "lookup.missing",
    retryable: false,
    message:
      "people is looked up in places, of which no load with usable rows was landed. Extract places with it: `sillage run +people`. A dropped file is taken once it is dropped again.",
  };
  await expect(lookedUp(open(store))).rejects.toMatchObject(refused);
  await land(store, 1, []);
  await expect(lookedUp(open(store))).rejects.toMatchObject(refused);
  expect(await open(store)(places)).toEqual(new Map());
});

test("rows that do not fit are not looked into", async () => {
  const store = memoryObjectStore();
  await land(store, 1, [{ id: 1 }, { _misfit: { column: "id", rule: "integer" }, _u: "sealed" }], { misfits: 1 });
  expect(await lookedUp(open(store))).toBe("1");
});

const lastPart = async (store: ReturnType<typeof memoryObjectStore>): Promise<string> =>
  (await Array.fromAsync(store.list("v1/shop/places/"))).findLast(({ key }) => key.includes("/part-"))?.key ?? "";

test.each<[string, (store: ReturnType<typeof memoryObjectStore>, part: string) => Promise<unknown>]>([
  ["was altered", (store, part) => store.put(part, Buffer.from('{"id":1}\nExemple-Canari {'))],
  ["was altered", (store, part) => store.put(part, Buffer.from([0x1f, 0x8b, 8, 0]))],
  ["is missing", (store, part) => store.remove(part)],
])("a load whose part %s is told as one that cannot be looked into, until a newer one is landed", async (how, harm) => {
  const store = memoryObjectStore();
  const lookupsOf = open(store);
  await land(store, 1, [{ id: 1 }]);
  const part = await lastPart(store);
  await harm(store, part);
  await expect(lookupsOf(people)).rejects.toMatchObject({
    code: "lookup.unreadable",
    retryable: false,
    message: `The load 01JLOOKUP00000000000000001 of places cannot be looked into: its part ${part} ${how}. Extract places again, its newest load is looked into: \`sillage run places --full\`.`,
  });
  await land(store, 2, [{ id: 2 }]);
  expect(await lookedUp(lookupsOf)).toBe("2");
});
