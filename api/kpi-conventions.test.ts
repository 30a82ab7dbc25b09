import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeAll, expect, test } from "vitest";
import { deployment } from "../assets/index.ts";
import { refundsDaily } from "../assets/marts/refunds-daily.ts";
import { materialise, seedSales, sell, testApi, type TestApi } from "../test/harness/api.ts";
import { storeRows } from "../test/harness/store-rows.ts";
import type { ApiDeps } from "./deps.ts";
import { openApiDocument } from "./openapi.ts";

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
  await seedSales(api.database);
});
type Answer = {
  readonly data: readonly Record<string, unknown>[];
  readonly meta: Record<string, unknown>;
  readonly links: { readonly next: string | null };
  readonly errors?: unknown;
};
const json = async (path: string): Promise<Answer> => JSON.parse(await (await api.get(path)).text());
const july = "from=2026-07-01&to=2026-07-07";

test("every answer fits the schema that its document declares, and so does the catalogue", async () => {
  const document: {
    paths: Record<
      string,
      { get: { responses: { 200: { content: { "application/json": { schema: object } } } } } } | undefined
    >;
  } = JSON.parse(JSON.stringify(openApiDocument(deployment)));
  const ajv = new Ajv2020({ strict: false });
  const questions = [
    "/api/v1/kpi",
    "/api/v1/kpi/freshness",
    ...deployment.kpis.flatMap((kpi) => [
      `/api/v1/kpi/${kpi.spec.key}`,
      ...Object.entries(kpi.params).flatMap(([name, param]) =>
        param.values.map((value) => `/api/v1/kpi/${kpi.spec.key}?${name}=${value}`),
      ),
      ...(kpi.compared ? [`/api/v1/kpi/${kpi.spec.key}?compare=previous_year`] : []),
    ]),
  ];
  for (const path of questions) {
    const schema = document.paths[path.split("?")[0] ?? ""]?.get.responses[200].content["application/json"].schema;
    expect(schema, path).toBeDefined();
    const validate = ajv.compile({ ...strict(schema ?? {}) });
    validate(await json(path));
    expect(validate.errors, path).toBeNull();
  }
});

/** The schema with nothing beside what it names. */
function strict(schema: object): object {
  const inner = Object.fromEntries(
    Object.entries(schema).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === "object" && value !== null && !Array.isArray(value) ? strict(value) : value,
    ]),
  );
  return "properties" in inner && "type" in inner ? { ...inner, additionalProperties: false } : inner;
}

test("pages follow the cursor to the end, each with the question spelt out", async () => {
  const whole = await json(`/api/v1/kpi/revenue?grain=day&${july}`);
  const rows = [];
  for (let next: string | null = `/api/v1/kpi/revenue?grain=day&${july}&limit=2`; next !== null;) {
    const page: Answer = await json(next);
    expect(page.data.length).toBeLessThanOrEqual(2);
    rows.push(...page.data);
    next = page.links.next;
  }
  expect(rows).toEqual(whole.data);
  expect(whole.links.next).toBeNull();
  const csv = await api.get(`/api/v1/kpi/revenue?grain=day&${july}&limit=2&format=csv`);
  expect(csv.headers.get("link")).toMatch(/^<\/api\/v1\/kpi\/revenue\?.*format=csv.*cursor=.*>; rel="next"$/);
});

test("all that is wrong is told at once", async () => {
  const other = new URL((await json(`/api/v1/kpi/revenue?grain=day&${july}&limit=1`)).links.next ?? "", "http://api");
  const cursor = other.searchParams.get("cursor") ?? "";
  const response = await api.get(
    `/api/v1/kpi/revenue?from=2026-07-02&to=2026-07-01&site=x&grain=decade&limit=1001&colour=red&size=1&compare=never&cursor=${cursor}`,
  );
  expect(response.status).toBe(400);
  const { errors }: { errors: readonly { path: string; rule: string }[] } = JSON.parse(await response.text());
  expect(errors.toSorted((left, right) => (left.path < right.path ? -1 : 1))).toEqual([
    { path: "colour", rule: "unrecognized_keys" },
    { path: "compare", rule: "invalid_value" },
    { path: "cursor", rule: "not_of_this_question" },
    { path: "grain", rule: "invalid_value" },
    { path: "limit", rule: "too_big" },
    { path: "site", rule: "invalid_type" },
    { path: "size", rule: "unrecognized_keys" },
    { path: "to", rule: "not_after_from" },
  ]);
});

test.each(["from=0000-01-01", "to=9999-12-31", "site=99999999999", "cursor=%00", "grain=day&grain=month"])(
  "%s is a wrong parameter and no failure",
  async (query) => {
    expect((await api.get(`/api/v1/kpi/revenue?${query}`)).status).toBe(400);
  },
);

test("a span of a hundred years is refused; one of thirty is answered with what there is in it", async () => {
  const asked = ["from=1950-01-01&to=2050-01-01", "from=2000-01-01&to=2030-01-01", "from=2026-07-01&to=2026-08-01"];
  const answers = await Promise.all(asked.map((range) => api.get(`/api/v1/kpi/revenue?${range}&grain=day`)));
  expect(answers.map(({ status }) => status)).toEqual([400, 200, 200]);
  const [century, decades, month] = await Promise.all(answers.map((answer) => answer.json()));
  expect(century).toMatchObject({ errors: [{ path: "to", rule: "more_than_30_years_after_from" }] });
  expect(decades).toMatchObject({ data: expect.arrayContaining([expect.objectContaining({ period: "2026-07-01" })]) });
  expect(Reflect.get(Object(decades), "data")).toEqual(Reflect.get(Object(month), "data"));
});

test("a site that is not there is not found", async () => {
  const response = await api.get("/api/v1/kpi/revenue?site=77");
  expect([response.status, await response.json()]).toEqual([
    404,
    { type: "/problems/unknown-site", title: "There is no site of this number.", status: 404 },
  ]);
});

test("delta is the change of the net amount since the time compared with, null where there was none", async () => {
  await sell(api.database, { id: 50, day: "2025-07-01", site: 1, product: 1, total: "60.00" });
  await sell(api.database, { id: 51, day: "2026-06-25", site: 1, product: 1, total: "240.00" });
  const year = await json(`/api/v1/kpi/revenue?grain=day&${july}&compare=previous_year`);
  expect(year.data.slice(0, 2)).toMatchObject([
    { period: "2026-07-01", netOfVat: 100, delta: 1 },
    { period: "2026-07-02", delta: null },
  ]);
  const before = await json(`/api/v1/kpi/revenue?grain=day&${july}&compare=previous_period`);
  expect(before.data[0]).toMatchObject({ period: "2026-07-01", delta: -0.5 });
  const places = await json(`/api/v1/kpi/revenue-by-territory?${july}&compare=previous_year`);
  expect(places.data[0]).toMatchObject({ code: "32", delta: 1.0016 });
});

test("a day of March is compared with its own date of a leap year", async () => {
  await sell(api.database, { id: 52, day: "2024-02-29", site: 1, product: 1, total: "600.00" });
  await sell(api.database, { id: 53, day: "2024-03-01", site: 1, product: 1, total: "60.00" });
  await sell(api.database, { id: 54, day: "2025-03-01", site: 1, product: 1, total: "120.00" });
  const spring = await json("/api/v1/kpi/revenue?grain=day&from=2025-02-27&to=2025-03-03&compare=previous_year");
  expect(spring.data).toMatchObject([{ period: "2025-03-01", netOfVat: 100, delta: 1 }]);
});

test("a whole week is compared with the week before, one that the range cuts with nothing", async () => {
  await sell(api.database, { id: 55, day: "2023-07-04", site: 1, product: 1, total: "60.00" });
  await sell(api.database, { id: 56, day: "2023-07-11", site: 1, product: 1, total: "120.00" });
  await sell(api.database, { id: 57, day: "2023-07-18", site: 1, product: 1, total: "240.00" });
  const weeks = await json("/api/v1/kpi/revenue?grain=week&from=2023-07-10&to=2023-07-22&compare=previous_period");
  expect(weeks.data).toMatchObject([
    { period: "2023-07-10", delta: 1 },
    { period: "2023-07-17", delta: null },
  ]);
});

test("one kind of product counts its lines, its orders and its share of a refund", async () => {
  await storeRows(api.database, "refunds", [
    {
      id: 1,
      payment_id: 1,
      order_id: 1,
      amount: "30.00",
      refunded_at: "2026-07-03T08:00:00Z",
      business_day: "2026-07-03",
    },
  ]);
  await api.database.buildMart(refundsDaily.spec, ["2026-07-03"]);
  await materialise(api.database, "2026-07-03T02:00:00.000Z");
  const all = await json("/api/v1/kpi/revenue?from=2026-07-01&to=2026-08-01");
  expect(all.data).toEqual([
    { period: "2026-07-01", gross: 180.1, refunds: 30, netOfVat: 125.08, orders: 3, delta: null },
  ]);
  const food = await json("/api/v1/kpi/revenue?from=2026-07-01&to=2026-08-01&kind=food");
  expect(food.data).toEqual([{ period: "2026-07-01", gross: 0.1, refunds: 0, netOfVat: 0.08, orders: 1, delta: null }]);
});

test("an unchanged answer costs one reading of the state and no statement of the KPI", async () => {
  const statements: string[] = [];
  const read: ApiDeps["database"]["read"] = (statement) => {
    statements.push(statement.postgres.text);
    return api.database.read(statement);
  };
  const { get } = await testApi({ database: { ...api.database, read } }, api.database);
  const etag = (await get("/api/v1/kpi/revenue?site=1")).headers.get("etag") ?? "";
  expect(statements).toHaveLength(2);
  const again = await get("/api/v1/kpi/revenue?site=1", { "if-none-match": etag });
  expect([again.status, again.headers.get("etag"), again.headers.get("last-modified")]).toEqual([
    304,
    etag,
    "Fri, 03 Jul 2026 02:00:00 GMT",
  ]);
  expect(statements).toHaveLength(2);
});

test("another alias key or another suppression profile is another answer", async () => {
  const tagOf = async (over: Partial<ApiDeps>) => {
    const { app } = await testApi(over, api.database);
    const response = await app.request("/api/v1/kpi/revenue", { headers: { authorization: `Bearer ${token}` } });
    return response.headers.get("etag");
  };
  const token = await api.key(["kpi:read"]);
  const tag = await tagOf({});
  expect(await tagOf({})).toBe(tag);
  expect(await tagOf({ aliasOf: (consumer, pid) => `other ${consumer} ${pid}` })).not.toBe(tag);
  const suppression = { ...deployment.suppression, people: 20 };
  expect(await tagOf({ deployed: { ...deployment, suppression } })).not.toBe(tag);
});

test("a table whose load was never verified makes the answer incomplete and its age unknown", async () => {
  await api.database.query("update sillage.asset_state set loaded_through = null where asset = 'products'");
  const response = await api.get("/api/v1/kpi/revenue");
  const { meta }: Answer = JSON.parse(await response.text());
  expect([meta["dataAsOf"], meta["complete"], response.headers.get("last-modified")]).toEqual([null, false, null]);
  expect((await json("/api/v1/kpi/freshness")).meta).toMatchObject({ dataAsOf: null, complete: false });
  await materialise(api.database, "2026-07-03T02:00:00.000Z");
  expect((await json("/api/v1/kpi/revenue")).meta).toMatchObject({
    dataAsOf: "2026-07-03T02:00:00.000Z",
    complete: true,
  });
});

test("a mart that was not rebuilt since its tables were loaded makes the answer as old as what it was built from", async () => {
  await api.database.query(
    "update sillage.asset_state set loaded_through = '2026-07-02T02:00:00.000Z' where asset = 'orders_daily'",
  );
  const response = await api.get("/api/v1/kpi/revenue");
  const { meta }: Answer = JSON.parse(await response.text());
  expect(meta).toMatchObject({ dataAsOf: "2026-07-02T02:00:00.000Z", complete: true });
  expect(response.headers.get("last-modified")).toBe("Thu, 02 Jul 2026 02:00:00 GMT");
  await api.database.query("update sillage.asset_state set loaded_through = null where asset = 'orders_daily'");
  expect((await json("/api/v1/kpi/revenue")).meta).toMatchObject({ dataAsOf: null, complete: false });
  await materialise(api.database, "2026-07-03T02:00:00.000Z");
});

test("a table that was loaded and found empty is built, one that was never loaded is not", async () => {
  await api.database.query("update sillage.asset_state set materialisation_id = null where asset = 'products'");
  expect((await api.get("/api/v1/kpi/revenue")).status).toBe(200);
  await api.database.query("delete from sillage.asset_state where asset = 'products'");
  expect((await api.get("/api/v1/kpi/revenue")).status).toBe(503);
  await materialise(api.database, "2026-07-03T02:00:00.000Z");
});
