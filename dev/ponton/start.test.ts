import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { bookings } from "../../assets/tables/bookings.ts";
import { clients } from "../../assets/tables/clients.ts";
import { communes } from "../../assets/tables/communes.ts";
import { giftCards } from "../../assets/tables/gift-cards.ts";
import { orders } from "../../assets/tables/orders.ts";
import { passes } from "../../assets/tables/passes.ts";
import { payments } from "../../assets/tables/payments.ts";
import { products } from "../../assets/tables/products.ts";
import { visits } from "../../assets/tables/visits.ts";
import { createSourceReader } from "../../activities/adapters/http-source.ts";
import type { ApiRecord } from "../../core/landed-row.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import type { PagingSpec } from "../../core/spec/read.ts";
import { startPonton, type Ponton } from "./start.ts";

const key = "ponton-test-key";
let ponton: Ponton;
let reader: ReturnType<typeof createSourceReader>;

beforeAll(async () => {
  ponton = await startPonton({ apiKey: key, volume: "tiny" });
  const source = { baseUrl: ponton.url, requestsPerSecond: 10_000, inFlight: 4 };
  const auth = { header: "x-api-key", value: key };
  reader = createSourceReader({
    sources: () =>
      new Map([
        ["ponton", { ...source, name: "ponton", auth }],
        ["data_gouv", { ...source, name: "data_gouv", baseUrl: `${ponton.url}/communes.csv` }],
      ]),
    clock: { now: () => new Date(ponton.world.clock) },
    timeoutMs: 300,
    tries: 2,
  });
});
afterEach(() => sim("faults", { method: "DELETE" }));
afterAll(async () => {
  await reader.close();
  await ponton.stop();
});

const sim = (path: string, init: RequestInit = {}) =>
  fetch(`${ponton.url}/__sim/${path}`, { ...init, headers: { "x-api-key": key } });
const arm = async (...rules: readonly object[]): Promise<number> =>
  (await sim("faults", { method: "POST", body: JSON.stringify({ rules }) })).status;

/** Pages of twenty rows, so that small tables have several. */
const small = (paging: PagingSpec): PagingSpec => (paging.kind === "whole" ? paging : { ...paging, size: 20 });

/** Every record of a table. */
async function read({ source, key: table, read: how }: TableSpec): Promise<readonly ApiRecord[]> {
  const records: ApiRecord[] = [];
  const request = {
    source,
    table,
    read: { ...how, paging: small(how.paging) },
    since: undefined,
    version: undefined,
    until: new Date(ponton.world.clock + 86_400_000).toISOString(),
    from: undefined,
  };
  for await (const page of reader.pages(request, new AbortController().signal)) records.push(...page.records.reveal());
  return records;
}

const idsOf = (records: readonly ApiRecord[]): readonly string[] => [
  ...new Set(records.map((record) => String(record["id"]))),
];
const listed = (
  table: "bookings" | "clients" | "gift_cards" | "orders" | "passes" | "payments" | "products" | "visits",
) =>
  ponton.world
    .shelf(table)
    .sorted()
    .map((row) => String(row["id"]));
const sorted = (ids: readonly string[]) => [...ids].sort((left, right) => (left < right ? -1 : 1));

test.each([
  "drip",
  "reset",
  "truncated-body",
  "bad-chunk",
  "bad-gzip",
  "keep-alive-closed",
  "hang-before-headers",
  "hang-mid-body",
  "429-seconds",
  "429-date",
  "429-none",
  "500-html",
  "502",
  "503",
  "200-empty",
] as const)("a %s passes by: the table is read whole", async (kind) => {
  expect(await arm({ table: "clients", kind, nth: 2, delayMs: 1 })).toBe(200);
  expect(sorted(idsOf(await read(clients.spec)))).toEqual(sorted(listed("clients")));
});

test("a 504 comes after its delay, and passes by", async () => {
  await arm({ table: "clients", kind: "504-slow", delayMs: 5 });
  expect((await fetch(`${ponton.url}/clients`, { headers: { "x-api-key": key } })).status).toBe(504);
  expect(idsOf(await read(clients.spec))).toHaveLength(listed("clients").length);
});

test.each([
  ["401", "source.unauthorised"],
  ["403", "source.forbidden"],
  ["200-error-envelope", "source.contract"],
  ["200-login-page", "source.not-json"],
  ["cursor-expired", "source.cursor-expired"],
] as const)("a %s in mid-run stops the reading as %s", async (kind, code) => {
  await arm({ table: "clients", kind, nth: 2 });
  await expect(read(clients.spec)).rejects.toMatchObject({ code });
});

test.each([
  ["bookings", bookings.spec],
  ["payments", payments.spec],
] as const)("rows that shift while %s is read by number are read all the same", async (table, spec) => {
  await arm({ table, kind: "rows-shift", nth: 3, times: 5 });
  expect(sorted(idsOf(await read(spec)))).toEqual(sorted(listed(table)));
});

test.each([
  ["bookings", bookings.spec],
  ["clients", clients.spec],
  ["orders", orders.spec],
  ["passes", passes.spec],
  ["payments", payments.spec],
  ["visits", visits.spec],
  ["gift_cards", giftCards.spec],
] as const)("an empty page in the middle of %s is no end", async (table, spec) => {
  const whole = sorted(idsOf(await read(spec)));
  await arm({ table, kind: "empty-middle-page", nth: 2 });
  const found = sorted(idsOf(await read(spec)));
  // Links and cursors go past the empty page: its rows are in no page, which only a total could tell.
  if (spec.read.paging.kind === "link" || spec.read.paging.kind === "cursor")
    expect(whole).toEqual(expect.arrayContaining(found));
  else expect(found).toEqual(whole);
});

test.each([
  ["clients", clients.spec],
  ["orders", orders.spec],
  ["payments", payments.spec],
  ["visits", visits.spec],
] as const)("a page of %s that is short and not the last loses nothing", async (table, spec) => {
  await arm({ table, kind: "short-page", nth: 2 });
  expect(sorted(idsOf(await read(spec)))).toEqual(sorted(listed(table)));
});

test("a row that comes twice, on two pages, is no harm", async () => {
  for (const [table, spec] of [
    ["payments", payments.spec],
    ["orders", orders.spec],
  ] as const) {
    await arm({ table, kind: "duplicate-row", nth: 2 });
    expect(sorted(idsOf(await read(spec)))).toEqual(sorted(listed(table)));
  }
});

test.each([
  ["loop", "source.contract", clients.spec],
  ["loop", "source.page-loop", orders.spec],
  ["loop", "source.page-loop", payments.spec],
  ["loop", "source.page-loop", visits.spec],
  ["duplicate-page", "source.page-loop", orders.spec],
  ["foreign-next-link", "source.foreign-link", orders.spec],
  ["foreign-next-link", "source.foreign-link", visits.spec],
] as const)("a %s stops as %s", async (kind, code, spec) => {
  await arm({ table: spec.key, kind, nth: 2, times: 100 });
  await expect(read(spec)).rejects.toMatchObject({ code });
});

test("a total that changes on the way is told by one page only", async () => {
  await arm({ table: "products", kind: "changing-total" });
  const total = async (): Promise<number> => {
    const response = await fetch(`${ponton.url}/products?limit=1`, { headers: { "x-api-key": key } });
    return JSON.parse(await response.text()).total;
  };
  expect((await total()) - (await total())).toBe(7);
  expect(idsOf(await read(products.spec))).toHaveLength(listed("products").length);
});

test("a removed column is gone from every record of the page", async () => {
  await arm({ table: "products", kind: "removed-column" });
  const records = await read(products.spec);
  expect(records.slice(0, 20).filter((record) => "created_at" in record)).toEqual([]);
});

test("a rule with an end holds until the simulator's clock reaches it", async () => {
  const status = async () => (await fetch(`${ponton.url}/sites`, { headers: { "x-api-key": key } })).status;
  await arm({ table: "sites", kind: "502", until: new Date(ponton.world.clock + 3_600_000).toISOString() });
  expect([await status(), await status(), await status()]).toEqual([502, 502, 502]);
  await sim("advance", { method: "POST", body: '{"hours": 1}' });
  expect(await status()).toBe(200);
});

test("listings of ids and the communes file meet faults too", async () => {
  await arm(
    { table: "ids/clients", kind: "loop", times: 100 },
    { table: "communes.csv", kind: "truncated-body", times: 100 },
  );
  const ids = Array.fromAsync(reader.ids("ponton", "/ids/clients", new AbortController().signal));
  await expect(ids).rejects.toMatchObject({ code: "source.page-loop" });
  await expect(read(communes.spec)).rejects.toMatchObject({ code: "source.truncated" });
});

test.each([
  [{ table: "clients", kind: "gremlins" }, 'there is no fault "gremlins"'],
  [{ table: "boats", kind: "502" }, 'there is no "boats"'],
  [{ table: "clients", kind: "foreign-next-link" }, "clients has no links"],
  [{ table: "clients", kind: "changing-total" }, "clients tells no total"],
  [{ table: "ids/clients", kind: "bad-decimal" }, 'ids do not know "bad-decimal"'],
  [{ table: "communes.csv", kind: "loop" }, 'communes.csv has no pages and no records for "loop"'],
  [{ table: "clients", kind: "502", until: "soon" }, '"soon" is no instant'],
])("the rule %j, which would never do anything, is refused", async (rule, detail) => {
  const response = await sim("faults", { method: "POST", body: JSON.stringify({ rules: [rule] }) });
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ error: { code: "BAD_FAULT", detail } });
});

test("the ledger tells rows and checksum of each table, now and at an instant where the clock stood", async () => {
  const ledger = async (at?: string) =>
    JSON.parse(await (await sim(`ledger${at === undefined ? "" : `?at=${at}`}`)).text());
  const before = await ledger();
  expect(before.tables.clients).toEqual({
    rows: ponton.world.shelf("clients").size,
    checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  await sim("advance", { method: "POST", body: '{"hours": 30}' });
  const after = await ledger();
  expect(after.tables.orders.checksum).not.toBe(before.tables.orders.checksum);
  expect(await ledger(before.at)).toEqual(before);
  expect(await ledger(after.at)).toEqual(after);
  expect(await (await sim(`ledger/sites?at=${before.at}`)).json()).toHaveLength(8);
});

test.each(["2026-08-15T02:00:01.000Z", "2031-01-01T00:00:00.000Z", "yesterday"])(
  "the ledger refuses %s, which it cannot answer for",
  async (at) => {
    expect((await sim(`ledger?at=${at}`)).status).toBe(400);
  },
);

test("what the simulator does not have is not found, and what goes nowhere is refused", async () => {
  expect((await sim("gremlins")).status).toBe(404);
  expect((await sim("ledger/boats")).status).toBe(404);
  expect((await sim("advance", { method: "POST", body: '{"hours": 0}' })).status).toBe(400);
  expect((await fetch(`${ponton.url}/clients`)).status).toBe(401);
});
