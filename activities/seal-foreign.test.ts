import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { foreignFolder } from "../core/foreign-folder.ts";
import { manifestKey } from "../core/load-keys.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";
import { sampleTable } from "../test/contracts/sample-orders.ts";
import { canariesIn } from "../test/fakes/canary.ts";
import { memoryObjectStore } from "../test/fakes/memory-object-store.ts";
import { landLines } from "../test/harness/land-lines.ts";
import { testIngestion, type TestIngestion } from "../test/harness/ingestion.ts";
import { runActivity } from "../test/harness/run-activity.ts";
import { readWhole } from "./read-whole.ts";
import { foreignLoadId } from "./foreign-load-id.ts";
import { readManifest } from "./manifests.ts";
import { createSealForeign } from "./seal-foreign.ts";
import { rowCaster } from "./to-staged-row.ts";

let bench: TestIngestion;
beforeAll(async () => {
  bench = await testIngestion();
  await landPlaces(bench.store);
});
afterAll(() => bench.database.close());

/** What people are looked up in. */
const landPlaces = (store: ObjectStore) =>
  landLines(store, {
    loadId: "01K00000000000000000000000",
    table: "places",
    parts: [[{ code: "59350", name: "Lille" }]],
  });

const canaries = ["Exemple-Canari", "canari@example.test", "1984-07-31", "12 rue du Canari", "0612345678"];
const person = `id,last_name,email,birth_date,address.street,points
7,Exemple-Canari,canari@example.test,1984-07-31,12 rue du Canari,3`;

async function drop(name: string, body: string, table = "people") {
  const key = `inbox/${table}/${name}`;
  const { etag } = await bench.store.put(key, new TextEncoder().encode(body));
  const { lastModified } = (await bench.store.head(key)) ?? { lastModified: new Date(0) };
  const loadId = foreignLoadId(key, etag, lastModified);
  return { key, etag, table, loadId, lastModified };
}
const sealing = (over: Partial<TestIngestion["deps"]> = {}) => createSealForeign({ ...bench.deps, ...over });
const requestOf = ({ key, etag, table, loadId }: Awaited<ReturnType<typeof drop>>) => ({ key, etag, table, loadId });
const textOf = async (key: string): Promise<string> => {
  const stored = Buffer.from(await readWhole(bench.store, key));
  return (stored[0] === 0x1f ? gunzipSync(stored) : stored).toString().trimEnd();
};

test("a dropped file is landed sealed, as old as the file where it tells no instant, and its clear object is removed", async () => {
  const dropped = await drop("clients.csv", person);
  await runActivity(sealing(), requestOf(dropped));
  const { manifest } = await readManifest(bench.store, manifestKey(foreignFolder("people", dropped.loadId)));
  expect(manifest).toMatchObject({ rows: 1, misfits: 0, erased: 0, origin: "foreign", unknownFields: [] });
  const [line = "{}"] = await Promise.all(manifest.parts.map((part) => textOf(part.key)));
  expect(JSON.parse(line)).toMatchObject({ updatedAt: dropped.lastModified.toISOString(), points: "3" });
  expect(canariesIn(line, canaries)).toEqual([]);
  expect(await bench.store.head(dropped.key)).toBeUndefined();
});

test("a row of a dropped file that is hours ahead of it, as local time is, is as old as the file; one of a far year has no place", async () => {
  const ahead = new Date(Math.floor(Date.now() / 1000) * 1000 + 2 * 3_600_000).toISOString();
  const lines = [`7,Exemple,${ahead},3`, "8,Exemple,2099-01-01T00:00:00Z,3"];
  const dropped = await drop("local.csv", `id,last_name,updated_at,points\n${lines.join("\n")}\n`);
  await runActivity(sealing(), requestOf(dropped));
  const { manifest } = await readManifest(bench.store, manifestKey(foreignFolder("people", dropped.loadId)));
  const cast = rowCaster(sampleTable("people"), "Europe/Paris", manifest);
  const landed = (await textOf(manifest.parts[0]?.key ?? "")).split("\n");
  const rows = landed.map((text) => cast(JSON.parse(text), 1));
  expect(rows).toMatchObject([
    { kind: "row", row: { orderedAt: dropped.lastModified.toISOString() } },
    { kind: "row", row: { orderedAt: "1970-01-01T00:00:00.000Z" } },
  ]);
});

test("a dropped file of people stays where it is while nothing is landed that they are looked up in", async () => {
  const store = memoryObjectStore();
  const key = "inbox/people/early.csv";
  const { etag } = await store.put(key, new TextEncoder().encode(person));
  const early = { key, etag, table: "people", loadId: foreignLoadId(key, etag, new Date(0)) };
  await expect(runActivity(sealing({ store }), early)).rejects.toMatchObject({ code: "lookup.missing" });
  expect(await Array.fromAsync(store.list(""))).toMatchObject([{ key }]);
  await landPlaces(store);
  await runActivity(sealing({ store }), early);
  expect(await store.head(key)).toBeUndefined();
});

test("values in the place of names are counted in the manifest, never kept", async () => {
  const dropped = await drop("names.csv", "id,last_name,points,Exemple-Canari,0612345678\n8,x,1,a,b\n");
  await runActivity(sealing(), requestOf(dropped));
  const key = manifestKey(foreignFolder("people", dropped.loadId));
  expect((await readManifest(bench.store, key)).manifest.unknownFields).toEqual(["(2 more)"]);
  expect(canariesIn(await textOf(key), canaries)).toEqual([]);
});

test("a file that is not readable stays where it is, and nothing of it is landed", async () => {
  const dropped = await drop("headerless.csv", person.split("\n")[1] ?? "");
  await expect(runActivity(sealing(), requestOf(dropped))).rejects.toThrow(
    expect.objectContaining({ code: "foreign.unreadable", message: expect.not.stringContaining("Canari") }),
  );
  expect(await bench.store.head(dropped.key)).toBeDefined();
  expect(await bench.store.head(manifestKey(foreignFolder("people", dropped.loadId)))).toBeUndefined();
});

test("a file dropped again while the first is sealed is left for its own load", async () => {
  const dropped = await drop("again.csv", person);
  const again = `${person}\n9,Autre,autre@example.test,,,4\n`;
  const sealer = {
    ...bench.deps.sealer,
    sealPage: async (...args: Parameters<typeof bench.deps.sealer.sealPage>) => {
      await bench.store.put(dropped.key, new TextEncoder().encode(again));
      return bench.deps.sealer.sealPage(...args);
    },
  };
  await runActivity(sealing({ sealer }), requestOf(dropped));
  expect((await readManifest(bench.store, manifestKey(foreignFolder("people", dropped.loadId)))).manifest.rows).toBe(1);
  expect(await textOf(dropped.key)).toBe(again.trimEnd());
});

test("a file replaced before it is read is told so, and the new one stays", async () => {
  const dropped = await drop("replaced.csv", person);
  await bench.store.put(dropped.key, new TextEncoder().encode("id\n1\n"));
  await expect(runActivity(sealing(), requestOf(dropped))).rejects.toThrow(
    expect.objectContaining({ code: "store.changed" }),
  );
  expect(await bench.store.head(dropped.key)).toBeDefined();
  await bench.store.remove(dropped.key);
  await expect(runActivity(sealing(), requestOf(dropped))).rejects.toThrow(
    expect.objectContaining({ code: "store.changed" }),
  );
});

test("a retry after the clear object was removed finds what was landed, on any day", async () => {
  const dropped = await drop("retried.csv", person);
  await runActivity(sealing(), requestOf(dropped));
  const before = (await readManifest(bench.store, manifestKey(foreignFolder("people", dropped.loadId)))).etag;
  await runActivity(sealing(), requestOf(dropped));
  expect((await readManifest(bench.store, manifestKey(foreignFolder("people", dropped.loadId)))).etag).toBe(before);
});

test("a table's foreign lines pass the gate", async () => {
  const dropped = await drop(
    "orders.csv",
    "id;person_id;comment;total;ordered_at\n1;7;bonjour;12,50;2026-11-01T10:00:00Z",
    "orders",
  );
  await runActivity(sealing(), requestOf(dropped));
  const { manifest } = await readManifest(bench.store, manifestKey(foreignFolder("orders", dropped.loadId)));
  const row = JSON.parse(await textOf(manifest.parts[0]?.key ?? ""));
  expect(row).toMatchObject({ total: "12.50" });
  expect(bench.deps.gate(sampleTable("orders"), row)).toBeUndefined();
});
