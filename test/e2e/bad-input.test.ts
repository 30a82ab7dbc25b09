import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { awaitRun, startRun } from "../../cli/run-job.ts";
import { parseManifestKey, tablePrefix } from "../../core/load-keys.ts";
import { readWhole } from "../../activities/read-whole.ts";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import type { FaultKind } from "../../dev/ponton/fault-kinds.ts";
import { bucketOf } from "../harness/bucket-of.ts";
import { queue, workflowId } from "../../workflows/contracts/ids.ts";
import type { IngestInput } from "../../workflows/contracts/runs.ts";
import { begunDemo } from "../harness/begun-demo.ts";
import { until, type TestDemo } from "../harness/demo.ts";

let night: TestDemo;
let objects: ObjectStore;
beforeAll(async () => {
  night = await begunDemo();
  objects = bucketOf(night);
});
afterAll(() => night.stop());

const query = (sql: string, ...params: readonly unknown[]) =>
  night.demo.control<readonly Record<string, unknown>[]>("query", sql, params);
const extract = (table: string, full = false) => night.run("selection", { selection: `${table} and kind:table`, full });
const differs = async (table: string) => (await night.unequal()).filter((verdict) => verdict.table === table);
const landed = async (table: string) =>
  (await Array.fromAsync(objects.list(tablePrefix("ponton", table)))).map(({ key }) => key);
/** Whatever a pass of a table can move or write: marks, rows, objects. */
const state = async (table: string) => ({
  mirror: await query("select landed_through, loaded_through from sillage.asset_state where asset = $1", table),
  rows: await query(`select count(*) as rows, max(_load) as load from "open".${table}`),
  objects: await landed(table),
});

test.each<readonly [FaultKind, string, RegExp]>([
  ["401", "products", /ponton\/products answers 401: the access key is missing or wrong\. Set the source's key/],
  ["403", "passes", /ponton\/passes answers 403: the access key may not read it\. Ask the vendor/],
  ["200-login-page", "visits", /ponton\/visits answers 200 with an HTML page instead of JSON\. A login or maintenance/],
  ["200-error-envelope", "clients", /ponton\/clients breaks its contract: it answers 200 with an error\. Compare/],
  ["loop", "sessions", /ponton\/sessions sends a page that it sent before\. The vendor's paging is stuck/],
  ["loop", "visits", /ponton\/visits sends a page that it sent before\. The vendor's paging is stuck/],
  ["foreign-next-link", "orders", /ponton\/orders sends its next page to another host\. The access key is sent to no/],
  ["foreign-next-link", "visits", /ponton\/visits sends its next page to another host\. The access key is sent to no/],
  ["removed-column", "order_lines", /no record of a page holds "created_at", which the table requires\. Compare/],
])("a %s stops %s with one coded error, nothing moves, and nothing is lost afterwards", async (kind, table, told) => {
  await night.advance(6);
  const before = await state(table);
  await night.fault([{ table, kind }]);
  await expect(extract(table)).rejects.toThrow(told);
  expect(await state(table)).toEqual(before);
  await extract(table);
  expect(await differs(table)).toEqual([]);
});

test.each<readonly [FaultKind, string]>([
  ["reset", "orders"],
  ["502", "bookings"],
])(
  "an API that is down (%s) for longer than a request is tried is waited for, and nothing is lost",
  async (kind, table) => {
    await night.advance(6);
    await night.fault([{ table, kind, times: 6 }]);
    await extract(table);
    expect(await differs(table)).toEqual([]);
  },
);

test.each<readonly [FaultKind, string, string, string, string | null]>([
  ["bad-decimal", "payments", "amount", "decimal", "12,50"],
  ["huge-int", "visits", "siteId", "integer", "99999999999999999999"],
  ["lone-surrogate", "orders", "status", "not-unicode", "ud800"],
  ["null-required", "refunds", "createdAt", "required", null],
])(
  "a row whose value did not fit (%s in %s) waits in quarantine, and is there again once the vendor sends it right",
  async (kind, table, column, rule, value) => {
    await night.fault([{ table, kind }]);
    await extract(table, true);
    const waiting = await night.demo.control<readonly object[]>("quarantined", table);
    expect(waiting).toMatchObject([{ table, part: 1, line: 1, column, rule }]);
    if (value !== null) expect(JSON.stringify(waiting)).not.toContain(value);
    await extract(table, true);
    expect(await differs(table)).toEqual([]);
  },
);

test("a number that comes as a text is landed as it came and loaded as the number it is, with nothing in quarantine", async () => {
  const before = new Set(await landed("order_lines"));
  await night.fault([{ table: "order_lines", kind: "int-to-string" }]);
  await extract("order_lines", true);
  const parts = (await landed("order_lines")).filter((key) => !before.has(key) && key.includes("/part-"));
  const lines = await Promise.all(parts.map(async (key) => gunzipSync(await readWhole(objects, key)).toString()));
  expect(lines.join("").match(/"id":"\d+"/g)).toHaveLength(1);
  expect(await night.demo.control<readonly object[]>("quarantined", "order_lines")).toEqual([]);
  expect(await differs("order_lines")).toEqual([]);
});

test("a row that breaks a rule of its column waits in quarantine, its value told nowhere, and is changed once it keeps it", async () => {
  const { world } = night.demo.ponton;
  const [product] = world.shelf("products").sorted();
  const [id, rate] = [String(product?.["id"]), String(product?.["vat_rate"])];
  const stored = async () => (await query(`select vat_rate from "open".products where id = $1`, id))[0]?.["vat_rate"];
  const told = async (vat: string) => {
    await night.advance(6);
    world.change("products", { id }, world.clock, { vat_rate: vat });
    await night.advance(1);
    await extract("products");
    return night.demo.control<readonly object[]>("quarantined", "products");
  };
  const waiting = await told("77.77");
  expect(waiting).toMatchObject([{ table: "products", column: "vatRate", rule: "not-between" }]);
  expect(JSON.stringify(waiting)).not.toContain("77.77");
  expect(Number(await stored())).toBe(Number(rate));
  await told("30.00");
  expect(Number(await stored())).toBe(30);
  await told(rate);
  expect(await differs("products")).toEqual([]);
});

test("a poisoned updated_at moves no mark past the vendor's clock, and takes the place of no row that is known", async () => {
  const { world } = night.demo.ponton;
  const [card] = world.shelf("gift_cards").sorted();
  await night.advance(48);
  world.change("gift_cards", { id: String(card?.["id"]) }, world.clock, {});
  await night.advance(1);
  await night.fault([{ table: "gift_cards", kind: "future-updated-at" }]);
  await extract("gift_cards");
  const [mirror] = await query("select landed_through from sillage.asset_state where asset = 'gift_cards'");
  expect(Date.parse(String(mirror?.["landed_through"]))).toBeLessThanOrEqual(world.clock);
  const poisoned = () => query(`select id from "open".gift_cards where updated_at > '2090-01-01'`);
  expect(await poisoned()).toEqual([]);
  await night.fault([{ table: "gift_cards", kind: "future-updated-at" }]);
  await extract("gift_cards", true);
  await extract("gift_cards", true);
  expect(await poisoned()).toEqual([]);
  expect(await differs("gift_cards")).toEqual([]);
});

test.each<readonly [string, (key: string) => Promise<unknown>]>([
  ["is missing", (key) => objects.remove(key)],
  ["was altered", (key) => objects.put(key, new TextEncoder().encode("Exemple"))],
])("a load whose part %s is refused, no mark moves over it, and the next run brings what it held", async (_, harm) => {
  const { client } = night.demo;
  const before = (await state("orders")).mirror;
  const known = new Set(await landed("orders"));
  const fresh = async () => (await landed("orders")).filter((key) => !known.has(key));
  await night.advance(24);
  const selection = "orders and kind:table";
  // Nobody starts the ingestion but this test: the safety net lets a minute pass.
  const id = await startRun(client, { job: "selection", selection, full: false, ingestion: "event" });
  await until("the manifest is there", async () => (await fresh()).some((key) => key.endsWith("_manifest.json")));
  const key = String((await fresh()).find((one) => one.endsWith("_manifest.json")));
  await harm(String((await fresh()).find((one) => one.includes("/part-"))));
  const loadId = String(parseManifestKey(key)?.loadId);
  const args: [IngestInput] = [{ table: "orders", loadId, object: { kind: "manifest", key, etag: null } }];
  const ingestion = { workflowId: workflowId.ingest("orders", loadId), taskQueue: queue.control, args };
  await expect(client.workflow.execute("ingestLoad", ingestion)).rejects.toThrow();
  await expect(awaitRun(client, id)).rejects.toThrow(
    /The load \w+ of orders was refused: (?:store\.missing|load\.altered)/,
  );
  expect((await state("orders")).mirror[0]?.["loaded_through"]).toEqual(before[0]?.["loaded_through"]);
  await night.advance(6);
  await extract("orders");
  expect(await differs("orders")).toEqual([]);
  const [mirror] = (await state("orders")).mirror;
  expect(String(mirror?.["loaded_through"]) > String(before[0]?.["loaded_through"])).toBe(true);
});

test("an object that is not what its name says is refused and left where it is; a right one in its place is taken", async () => {
  const key = "inbox/clients/drop.json";
  const put = (text: string) => objects.put(key, new TextEncoder().encode(text));
  const [client] = night.demo.ponton.world.shelf("clients").sorted();
  const clients = `select count(*) as rows, max(_load) as load from "open".clients`;
  const before = await query(clients);
  await put("id;last_name\n1;Exemple-Canari\n");
  const dropped = () =>
    query("select state, code from sillage.load where table_key = 'clients' and origin = 'foreign' order by opened_at");
  const refused = { state: "refused", code: "foreign.unreadable" };
  await until("the object is refused", async () => (await dropped())[0]?.["state"] === "refused");
  expect(await dropped()).toEqual([refused]);
  expect(await objects.head(key)).toBeDefined();
  expect(await query(clients)).toEqual(before);
  await put(JSON.stringify([{ ...client, updated_at: "2026-09-30T10:00:00.000+00:00" }]));
  await until("the right object is loaded", async () => (await dropped())[1]?.["state"] === "merged");
  expect(await dropped()).toEqual([refused, { state: "merged", code: null }]);
  expect(await objects.head(key)).toBeUndefined();
});
