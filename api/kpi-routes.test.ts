import { beforeAll, expect, test } from "vitest";
import { seedSales, materialise, testApi, type TestApi } from "../test/harness/api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
  await seedSales(api.database);
});

type Answer = {
  readonly data: readonly Record<string, unknown>[];
  readonly meta: Record<string, unknown>;
  readonly status?: number;
  readonly errors?: readonly unknown[];
  readonly title?: string;
};
const json = async (path: string): Promise<Answer> => JSON.parse(await (await api.get(path)).text());

test("revenue by month adds up exactly, as numbers of two decimals", async () => {
  const { data, meta } = await json("/api/v1/kpi/revenue?grain=month&from=2026-07-01&to=2026-07-03");
  expect(data).toEqual([{ period: "2026-07-01", gross: 180.1, refunds: 0, netOfVat: 150.08, orders: 3, delta: null }]);
  expect(meta).toMatchObject({
    currency: "EUR",
    timezone: "Europe/Paris",
    dataAsOf: "2026-07-03T02:00:00.000Z",
    complete: true,
  });
});

test("the first day counts and the last does not", async () => {
  expect((await json("/api/v1/kpi/revenue?grain=day&from=2026-07-01&to=2026-07-02")).data).toEqual([
    { period: "2026-07-01", gross: 120, refunds: 0, netOfVat: 100, orders: 1, delta: null },
  ]);
});

test("a period without sales is 0 while a base is open, absent when all are closed", async () => {
  const { data } = await json("/api/v1/kpi/revenue?grain=day&from=2026-07-03&to=2026-07-07");
  const none = { gross: 0, refunds: 0, netOfVat: 0, orders: 0, delta: null };
  expect(data).toEqual([
    { period: "2026-07-03", ...none },
    { period: "2026-07-06", ...none },
  ]);
});

test("one base's revenue is that base's", async () => {
  expect((await json("/api/v1/kpi/revenue?site=2&from=2026-07-01")).data).toMatchObject([{ gross: 60 }]);
});

test("without dates the last thirty days are answered", async () => {
  expect((await json("/api/v1/kpi/revenue?grain=year")).data).toMatchObject([{ period: "2026-01-01", gross: 180.1 }]);
});

test("revenue by territory names regions, and what it cannot place as unknown", async () => {
  expect((await json("/api/v1/kpi/revenue-by-territory?from=2026-07-01")).data).toEqual([
    {
      code: "32",
      name: "Hauts-de-France",
      clients: 0,
      gross: 120.1,
      netOfVat: 100.08,
      per1000Inhabitants: 0.5,
      delta: null,
    },
    { code: "unknown", name: "unknown", clients: 0, gross: 60, netOfVat: 50, per1000Inhabitants: null, delta: null },
  ]);
  expect((await json("/api/v1/kpi/revenue-by-territory?level=commune&from=2026-07-01")).data[0]).toMatchObject({
    code: "59350",
    name: "Lille",
  });
});

test("people are shown under aliases only, and only to keys that may see them", async () => {
  expect((await json("/api/v1/kpi/top-clients?limit=5")).data).toEqual([]);
  const token = await api.key(["kpi:read"]);
  const refused = await api.app.request("/api/v1/kpi/top-clients", { headers: { "x-api-key": token } });
  expect([refused.status, await refused.json()]).toEqual([
    403,
    expect.objectContaining({ type: "/problems/missing-scope" }),
  ]);
});

test("an unchanged answer is a 304, and a new materialisation changes its ETag", async () => {
  const first = await api.get("/api/v1/kpi/revenue");
  const etag = first.headers.get("etag") ?? "";
  expect(etag).toMatch(/^W\/"/);
  expect(first.headers.get("vary")).toBe("Accept, Authorization, X-Api-Key, Accept-Encoding");
  const again = await api.get("/api/v1/kpi/revenue", { "if-none-match": `"other", ${etag}` });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  expect((await api.get("/api/v1/kpi/revenue?grain=day")).headers.get("etag")).not.toBe(etag);
  await materialise(api.database, "2026-07-04T02:00:00.000Z");
  expect((await api.get("/api/v1/kpi/revenue", { "if-none-match": etag })).status).toBe(200);
  await materialise(api.database, "2026-07-03T02:00:00.000Z");
});

test.each([
  ["all of its assets are", "", "2026-07-04T01:00:00.000Z"],
  ["one table that does not tell its age is", " where asset = 'orders'", "2026-07-03T02:00:00.000Z"],
])("a known answer is sent anew once %s loaded through a later instant, without a change", async (_, which, asOf) => {
  const etag = (await api.get("/api/v1/kpi/revenue")).headers.get("etag") ?? "";
  await api.database.query(`update sillage.asset_state set loaded_through = '2026-07-04T01:00:00.000Z'${which}`);
  const again = await api.get("/api/v1/kpi/revenue", { "if-none-match": etag });
  expect(again.status).toBe(200);
  const { meta }: Answer = JSON.parse(await again.text());
  expect(meta).toMatchObject({
    dataAsOf: asOf,
    assets: expect.arrayContaining([expect.objectContaining({ key: "orders", watermark: "2026-07-04T01:00:00.000Z" })]),
  });
  await materialise(api.database, "2026-07-03T02:00:00.000Z");
});

test("assets that are older than they promise are named in a header", async () => {
  await materialise(api.database, "2026-07-01T02:00:00.000Z");
  expect((await api.get("/api/v1/kpi/revenue")).headers.get("sillage-late")).toContain("orders");
  await materialise(api.database, "2026-07-04T02:00:00.000Z");
  expect((await api.get("/api/v1/kpi/revenue")).headers.get("sillage-late")).toBeNull();
});

test("CSV comes by Accept or by parameter, with semicolons and a mark for French Excel", async () => {
  const plain = await api.get("/api/v1/kpi/revenue?grain=day&from=2026-07-02&to=2026-07-03", { accept: "text/csv" });
  expect(plain.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  const told = await api.get("/api/v1/kpi/revenue?grain=day&from=2026-07-02&to=2026-07-03");
  expect(await told.json()).toMatchObject({
    meta: { dataAsOf: plain.headers.get("sillage-data-as-of"), complete: true },
  });
  expect(plain.headers.get("sillage-complete")).toBe("true");
  expect(await plain.text()).toBe("period,gross,refunds,netOfVat,orders,delta\r\n2026-07-02,60.1,0,50.08,2,\r\n");
  const excel = await api.get("/api/v1/kpi/revenue?grain=day&from=2026-07-02&to=2026-07-03&format=csv&csv=excel");
  expect(Buffer.from(await excel.arrayBuffer()).toString("utf8")).toBe(
    "\uFEFFperiod;gross;refunds;netOfVat;orders;delta\r\n2026-07-02;60,1;0;50,08;2;\r\n",
  );
});

test.each([
  ["?grain=decade", "grain", "invalid_value"],
  ["?from=01/07/2026", "from", "invalid_format"],
  ["?site=-1", "site", "too_small"],
  ["?colour=red", "colour", "unrecognized_keys"],
])("%s is refused, the parameter named and its value not shown", async (query, path, rule) => {
  const response = await api.get(`/api/v1/kpi/revenue${query}`);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const body = await response.text();
  expect(JSON.parse(body)).toEqual({
    type: "/problems/invalid-parameter",
    title: "A parameter is unknown or does not fit.",
    status: 400,
    errors: [{ path, rule }],
  });
  expect(body).not.toMatch(/decade|01\/07|red/);
});

test("no key, a wrong one and an expired one are refused alike, with the way to get one", async () => {
  const expired = await api.key(["kpi:read"], 0);
  for (const token of ["", "sil_test_0123456789ab_x_00000000", expired, expired.replace(/.$/, "0")]) {
    const response = await api.app.request("/api/v1/kpi/revenue", { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(await response.json()).toMatchObject({
      type: "/problems/unauthorised",
      detail: "Make one with: sillage keys create --label <who>",
    });
  }
});

test("a medium that is not served is refused", async () => {
  expect((await api.get("/api/v1/kpi/revenue", { accept: "image/png" })).status).toBe(406);
});

test("what is not there is a problem, too", async () => {
  const response = await api.get("/api/v1/nothing");
  expect([response.status, await response.json()]).toEqual([
    404,
    { type: "/problems/not-found", title: "There is nothing here.", status: 404 },
  ]);
});

test("the catalogue and the freshness of all assets are answered", async () => {
  expect((await json("/api/v1/kpi")).data.map((kpi) => kpi["key"])).toEqual([
    "revenue",
    "revenue-by-site",
    "revenue-by-territory",
    "revenue-by-activity",
    "average-basket",
    "top-clients",
    "new-vs-returning",
    "retention-cohorts",
    "occupancy",
    "cancellations",
    "peak-hours",
    "seasonality-index",
    "payment-mix",
    "passes",
    "catchment",
    "booking-lead-time",
  ]);
  expect((await json("/api/v1/kpi/freshness")).meta).toMatchObject({ late: [] });
});
