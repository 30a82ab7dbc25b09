import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ApiRecord } from "../core/landed-row.ts";
import type { OpenRequest } from "./open-load.ts";
import { storedOrders } from "../test/contracts/sample-orders.ts";
import { testIngestion, type TestIngestion } from "../test/harness/ingestion.ts";
import { ingestLoad } from "../test/harness/ingest-load.ts";
import { replayingAs } from "../test/harness/replaying-as.ts";
import { runActivity } from "../test/harness/run-activity.ts";
import { createOpenLoad } from "./open-load.ts";
import { readManifest } from "./manifests.ts";
import { readWhole } from "./read-whole.ts";

let bench: TestIngestion;
beforeAll(async () => {
  bench = await testIngestion();
});
beforeEach(() =>
  bench.database.query('truncate "open".orders, "open".places, "staging".orders, "staging".places, sillage.quarantine'),
);
afterAll(() => bench.database.close());

let serial = 0;
const newId = (): string => `01K${String(++serial).padStart(23, "0")}`;
const order = (id: number, total: string): ApiRecord => ({
  id,
  person_id: null,
  comment: null,
  total,
  ordered_at: "2026-11-23T12:00:00Z",
  updated_at: "2026-11-23T12:00:00Z",
});
const good = [order(1, "1.00"), order(2, "2.00")];
const misfits = [order(3, "12,50"), order(4, "13,50"), order(5, "14,50")];

const ingest = (request: OpenRequest) => ingestLoad(bench.deps, request);
const replaying = (declaration: "mended" | "as it was") => replayingAs(bench.deps, declaration);

/** Bring in what waits of a table, as one load. */
async function replayed(table: string) {
  const load = await runActivity(replaying("mended").sealQuarantined, { table, loadId: null, after: null });
  return ingest({ manifestKey: load?.manifestKey ?? "" });
}

async function refusedLoad(): Promise<{ readonly loadId: string; readonly key: string }> {
  const loadId = newId();
  const { key } = await bench.land({
    loadId,
    parts: [await bench.seal("orders", good), await bench.seal("orders", misfits)],
  });
  await expect(ingest({ manifestKey: key })).rejects.toThrow(expect.objectContaining({ code: "load.over-budget" }));
  await bench.database.refuseLoad(loadId, "load.over-budget");
  return { loadId, key };
}

test("a refused load comes back whole once its misfits fit, and what a workflow carries are ids and counts", async () => {
  const { loadId, key } = await refusedLoad();
  const replay = replaying("mended");
  const judged = await runActivity(replay.judgeRefused, { loadId });
  expect(judged).toEqual({ table: "orders", manifestKey: key, state: "refused" });
  await runActivity(replay.reopenLoad, { loadId });
  expect(await ingest({ manifestKey: key, misfits: "judged" })).toMatchObject({ merged: 2, quarantined: 3 });
  const load = await runActivity(replay.sealQuarantined, { table: "orders", loadId, after: null });
  expect(load).toEqual({ manifestKey: expect.any(String), loadId: expect.any(String), rows: 3 });
  expect(await bench.database.quarantined("orders")).toHaveLength(3);
  const done = await ingest({ manifestKey: load?.manifestKey ?? "", misfits: "judged" });
  expect(done).toMatchObject({ merged: 3, quarantined: 0 });
  expect(await storedOrders(bench.database)).toEqual({
    1: "1.00",
    2: "2.00",
    3: "12.50",
    4: "13.50",
    5: "14.50",
  });
  expect(await bench.database.quarantined("orders")).toEqual([]);
  expect(await runActivity(replay.sealQuarantined, { table: "orders", loadId, after: null })).toBeNull();
});

test("a refused load whose misfits still do not fit stays refused", async () => {
  const { loadId } = await refusedLoad();
  await expect(runActivity(replaying("as it was").judgeRefused, { loadId })).rejects.toThrow(
    expect.objectContaining({ code: "load.over-budget" }),
  );
  expect((await bench.database.loadState(loadId))?.state).toBe("refused");
});

test("a refused load whose rows fitted when they were landed and do not now stays refused", async () => {
  const loadId = newId();
  const rows = (await bench.seal("orders", [...good, order(3, "3.00")])).map((row) => ({ ...row, total: "12 euros" }));
  const { key } = await bench.land({ loadId, parts: [rows], over: { schema: "of another declaration" } });
  await expect(ingest({ manifestKey: key })).rejects.toMatchObject({ code: "load.over-budget" });
  await bench.database.refuseLoad(loadId, "load.over-budget");
  await expect(runActivity(replaying("as it was").judgeRefused, { loadId })).rejects.toThrow(
    expect.objectContaining({ code: "load.over-budget" }),
  );
});

test("a refused load whose part is still altered stays refused", async () => {
  const loadId = newId();
  const { key, manifest } = await bench.land({ loadId, parts: [await bench.seal("orders", good)] });
  await runActivity(createOpenLoad(bench.deps), { manifestKey: key });
  await bench.database.refuseLoad(loadId, "load.altered");
  await bench.store.put(manifest.parts[0]?.key ?? "", new Uint8Array([1, 2, 3]));
  await expect(runActivity(replaying("mended").judgeRefused, { loadId })).rejects.toThrow(
    expect.objectContaining({ code: "load.altered" }),
  );
});

test.each<[string, string, string, (key: string) => Promise<unknown>]>([
  ["was altered", "load.altered", "2026-11-25", (key) => bench.store.put(key, Buffer.from("Exemple-Canari"))],
  ["is missing", "store.missing", "2026-11-26", (key) => bench.store.remove(key)],
])(
  "a load whose part %s moves no mark and no row, and is whole once the part is put back",
  async (_, code, day, harm) => {
    const loadId = newId();
    const over = { t0: `${day}T02:00:00.000Z` };
    const { key, manifest } = await bench.land({ loadId, parts: [await bench.seal("orders", good)], over });
    const part = manifest.parts[0]?.key ?? "";
    const kept = await readWhole(bench.store, part);
    const mark = async () => (await bench.database.mirror("orders"))?.loadedThrough;
    const before = await mark();
    await harm(part);
    await expect(ingest({ manifestKey: key })).rejects.toMatchObject({ code });
    await bench.database.refuseLoad(loadId, code);
    expect([await mark(), await storedOrders(bench.database)]).toEqual([before, {}]);
    await bench.store.put(part, kept);
    const replay = replaying("as it was");
    await runActivity(replay.judgeRefused, { loadId });
    await runActivity(replay.reopenLoad, { loadId });
    expect(await ingest({ manifestKey: key, misfits: "judged" })).toMatchObject({ merged: 2, quarantined: 0 });
    expect([await mark(), await storedOrders(bench.database)]).toEqual([
      `${day}T01:45:00.000Z`,
      { 1: "1.00", 2: "2.00" },
    ]);
  },
);

test("rows of a merged load that still do not fit are quarantined anew, and only the new ones wait", async () => {
  const loadId = newId();
  const { key } = await bench.land({ loadId, parts: [await bench.seal("orders", [...good, misfits[0] ?? {}])] });
  await ingest({ manifestKey: key });
  const replay = replaying("as it was");
  const load = await runActivity(replay.sealQuarantined, { table: "orders", loadId: null, after: null });
  await ingest({ manifestKey: load?.manifestKey ?? "", misfits: "judged" });
  const waiting = await bench.database.quarantined("orders");
  expect(waiting.map((row) => row.loadId)).toEqual([load?.loadId]);
  const after = load?.loadId ?? "";
  expect(await runActivity(replay.sealQuarantined, { table: "orders", loadId: null, after })).toBeNull();
});

test("rows of several loads come back load by load, each as one of its own", async () => {
  const loads = [newId(), newId()];
  for (const [at, loadId] of loads.entries()) {
    const { key } = await bench.land({ loadId, parts: [await bench.seal("orders", misfits.slice(at, at + 1))] });
    await ingest({ manifestKey: key });
  }
  const replay = replaying("mended");
  for (const first of loads) {
    const load = await runActivity(replay.sealQuarantined, { table: "orders", loadId: null, after: null });
    expect(load?.rows).toBe(1);
    expect(String(load?.loadId) < first).toBe(true);
    await ingest({ manifestKey: load?.manifestKey ?? "" });
  }
  expect(await storedOrders(bench.database)).toEqual({ 3: "12.50", 4: "13.50" });
  expect(await runActivity(replay.sealQuarantined, { table: "orders", loadId: null, after: null })).toBeNull();
});

test("a replay that began before names the loads that it made, is given each other one once, and ends where no row fits", async () => {
  const loads = [newId(), newId()];
  for (const [at, loadId] of loads.entries()) {
    const { key } = await bench.land({ loadId, parts: [await bench.seal("orders", misfits.slice(at, at + 1))] });
    await ingest({ manifestKey: key });
  }
  const { sealQuarantined } = replaying("as it was");
  const made: string[] = [];
  for (const first of loads) {
    const load = await runActivity(sealQuarantined, { table: "orders", loadId: null, except: made });
    expect(String(load?.loadId) < first).toBe(true);
    await ingest({ manifestKey: load?.manifestKey ?? "", misfits: "judged" });
    made.push(load?.loadId ?? "");
  }
  expect(await runActivity(sealQuarantined, { table: "orders", loadId: null, except: made })).toBeNull();
  expect((await bench.database.quarantined("orders")).map(({ loadId }) => loadId)).toEqual(made.toSorted());
});

test("a replay that made a load of its instant, after all others, is given those before it", async () => {
  const [waits, made] = [newId(), newId()];
  for (const [at, loadId] of [waits, made].entries()) {
    const { key } = await bench.land({ loadId, parts: [await bench.seal("orders", misfits.slice(at, at + 1))] });
    await ingest({ manifestKey: key });
  }
  const load = await runActivity(replaying("mended").sealQuarantined, {
    table: "orders",
    loadId: null,
    except: [made],
  });
  expect(String(load?.loadId) < waits).toBe(true);
  await ingest({ manifestKey: load?.manifestKey ?? "" });
  expect((await bench.database.quarantined("orders")).map(({ loadId }) => loadId)).toEqual([made]);
});

test("a version that comes back leaves the one that a later load brought, where both are of one instant", async () => {
  const t0 = "2026-11-25T02:00:00.000Z";
  const first = await bench.land({ loadId: newId(), parts: [await bench.seal("orders", [order(3, "12,50")])] });
  await ingest({ manifestKey: first.key });
  const later = await bench.land({ loadId: newId(), t0, parts: [await bench.seal("orders", [order(3, "99.00")])] });
  await ingest({ manifestKey: later.key });
  expect(await replayed("orders")).toMatchObject({ merged: 0, superseded: 1 });
  expect(await storedOrders(bench.database)).toEqual({ 3: "99.00" });
});

test("a version that comes back leaves the one that a later load brought, where the pass alone tells which is newer", async () => {
  const place = async (name: string, t0: string): Promise<void> => {
    const parts = [await bench.seal("places", [{ code: "59350", name }])];
    const { key } = await bench.land({ loadId: newId(), table: "places", t0, parts });
    await ingest({ manifestKey: key });
  };
  const named = () => bench.database.query('select name from "open".places');
  await place(`Exemple ${"a".repeat(40)}`, "2026-11-22T02:00:00.000Z");
  await place("Exemple", "2026-11-23T02:00:00.000Z");
  expect(await replayed("places")).toMatchObject({ merged: 0, superseded: 1 });
  expect(await named()).toEqual([{ name: "Exemple" }]);
});

test("what a load's clock may be ahead by is kept with its rows that come back", async () => {
  const over = { aheadMs: 86_400_000 };
  const { key } = await bench.land({ loadId: newId(), parts: [await bench.seal("orders", [misfits[0] ?? {}])], over });
  await ingest({ manifestKey: key });
  const load = await runActivity(replaying("mended").sealQuarantined, { table: "orders", loadId: null, after: null });
  expect((await readManifest(bench.store, load?.manifestKey ?? "")).manifest).toMatchObject(over);
});

test("a load that the ledger does not know, and one on its way, are told so", async () => {
  const { judgeRefused } = replaying("mended");
  const unknown = newId();
  await expect(runActivity(judgeRefused, { loadId: unknown })).rejects.toThrow(
    expect.objectContaining({
      code: "load.unknown",
      message: `The ledger does not know the load ${unknown}. Look for its id with \`sillage quarantine list\` or \`sillage status\`.`,
    }),
  );
  const loadId = newId();
  const { key } = await bench.land({ loadId, parts: [await bench.seal("orders", good)] });
  await runActivity(createOpenLoad(bench.deps), { manifestKey: key });
  await expect(runActivity(judgeRefused, { loadId })).rejects.toThrow(
    expect.objectContaining({
      code: "load.not-refused",
      message: `The load ${loadId} of orders is on its way: it was neither refused nor merged. Wait for it; \`ingest/orders/${loadId}\` in the Web UI shows where it is.`,
    }),
  );
});

test("a poisoned updated_at in the future does not freeze its row: the next true version is stored, the poison kept in its column", async () => {
  const poisoned = { ...order(7, "1.00"), updated_at: "2999-01-01T00:00:00Z" };
  const first = await bench.land({ loadId: newId(), parts: [await bench.seal("orders", [poisoned])] });
  await ingest({ manifestKey: first.key });
  const updated = async () => (await bench.database.query('select updated_at from "open".orders where id = 7'))[0];
  expect(String((await updated())?.["updated_at"])).toContain("2999");
  const truth = { ...order(7, "2.00"), updated_at: "2026-11-25T02:00:00Z" };
  const later = { t0: "2026-11-26T02:00:00.000Z" };
  const second = await bench.land({ loadId: newId(), parts: [await bench.seal("orders", [truth])], over: later });
  expect(await ingest({ manifestKey: second.key })).toMatchObject({ merged: 1, superseded: 0 });
  expect(await storedOrders(bench.database)).toEqual({ 7: "2.00" });
});
