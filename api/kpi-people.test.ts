import { beforeAll, expect, test } from "vitest";
import { peopleDaily } from "../assets/marts/people-daily.ts";
import { materialise, pidOf, seedSales, sell, sellAll, testApi, type TestApi } from "../test/harness/api.ts";
import { storeRows } from "../test/harness/store-rows.ts";

let api: TestApi;
type Answer = {
  readonly data: readonly Record<string, unknown>[];
  readonly meta: Record<string, unknown>;
  readonly errors?: unknown;
};
const json = async (path: string): Promise<Answer> => JSON.parse(await (await api.get(path)).text());
const june = "from=2026-06-01&to=2026-07-01";

const commune = (insee: string, departement: string) => ({
  insee_code: insee,
  postal_code: insee,
  routing_label: "X",
  postal_name: "X",
  full_name: `Commune ${insee}`,
  departement_code: departement,
  departement_name: `Département ${departement}`,
  region_code: "32",
  region_name: "Hauts-de-France",
});
/** Clients of each commune: twelve, three and thirteen in one département, fourteen of communes that nobody knows. */
const homes = [
  ...Array.from({ length: 12 }, () => "59001"),
  ...Array.from({ length: 3 }, () => "59002"),
  ...Array.from({ length: 13 }, () => "59003"),
  ...Array.from({ length: 14 }, () => null),
];

const sale = { site: 1, product: 1, total: "12.00" };

beforeAll(async () => {
  api = await testApi();
  await seedSales(api.database);
  await storeRows(api.database, "communes", [commune("59001", "59"), commune("59002", "59"), commune("59003", "59")]);
  await storeRows(
    api.database,
    "clients",
    homes.map((home, at) => ({ id: pidOf(at), marketing_opt_in: false, commune_code: home })),
  );
  await sellAll(
    api.database,
    homes.map((_, at) => ({ ...sale, id: 100 + at, day: "2026-06-10", client: pidOf(at) })),
  );
  await storeRows(api.database, "commune_populations", [
    { insee_code: "59003", name: "Commune 59003", departement_code: "59", region_code: "32", population: 1_300 },
  ]);
  await sell(api.database, { id: 200, day: "2026-06-10", site: 1, product: 1, total: "600.00" });
  await materialise(api.database, "2026-07-03T02:00:00.000Z");
});

test("small cells of homes are hidden, with the next smallest that would give them away, and say so", async () => {
  const { data, meta } = await json(`/api/v1/kpi/revenue-by-territory?level=commune&by=client&${june}`);
  const hidden = (reason: string) => ({
    clients: { suppressed: true, reason },
    gross: { suppressed: true, reason },
    netOfVat: { suppressed: true, reason },
    per1000Inhabitants: { suppressed: true, reason },
    delta: null,
  });
  expect(data).toEqual([
    { code: "59001", name: "Commune 59001", ...hidden("complementary") },
    { code: "59002", name: "Commune 59002", ...hidden("k") },
    {
      code: "59003",
      name: "Commune 59003",
      clients: 13,
      gross: 156,
      netOfVat: 130,
      per1000Inhabitants: 100,
      delta: null,
    },
    {
      code: "unknown",
      name: "unknown",
      clients: 14,
      gross: 768,
      netOfVat: 640,
      per1000Inhabitants: null,
      delta: null,
    },
  ]);
  expect(meta["suppressed"]).toBe(2);
});

test("where one base has few people of a home, no base tells it, nor which one that is", async () => {
  const may = "from=2026-05-01&to=2026-06-01";
  const there = [...Array(12).keys(), ...Array.from({ length: 25 }, (_, at) => at + 15)];
  const sold = (at: number, site: number) => ({
    ...sale,
    id: 500 + site * 50 + at,
    day: "2026-05-10",
    site,
    client: pidOf(at),
  });
  await sellAll(api.database, [...there.map((at) => sold(at, 1)), sold(0, 2)]);
  const of = async (more: string) =>
    (await json(`/api/v1/kpi/revenue-by-territory?level=commune&by=client&${may}${more}`)).data.map((row) => [
      row["code"],
      row["clients"],
    ]);
  const hidden = (reason: string) => ({ suppressed: true, reason });
  expect(await of("")).toEqual([
    ["59001", 12],
    ["59003", 13],
    ["unknown", 12],
  ]);
  const split = [
    ["59001", hidden("k")],
    ["59003", hidden("complementary")],
    ["unknown", hidden("complementary")],
  ];
  expect(await of("&site=1")).toEqual(split);
  expect(await of("&site=2")).toEqual(split);
});

test("hidden cells say why in CSV, and pages hide the same cells as the whole", async () => {
  const url = `/api/v1/kpi/revenue-by-territory?level=commune&by=client&${june}`;
  expect(await (await api.get(`${url}&format=csv`)).text()).toContain(
    "59002,Commune 59002,suppressed: k,suppressed: k,suppressed: k,suppressed: k,\r\n",
  );
  const whole = await json(url);
  const first: { data: unknown[]; links: { next: string } } = JSON.parse(
    await (await api.get(`${url}&limit=3`)).text(),
  );
  const second = await json(first.links.next);
  expect([...first.data, ...second.data]).toEqual(whole.data);
});

test("homes are answered for one calendar month: days, or more months, would let small cells be subtracted", async () => {
  const { errors } = await json("/api/v1/kpi/revenue-by-territory?by=client&from=2026-06-02&to=2026-06-09");
  expect(errors).toEqual([
    { path: "from", rule: "not_first_of_month" },
    { path: "to", rule: "not_one_month_after_from" },
  ]);
  const { errors: two } = await json("/api/v1/kpi/revenue-by-territory?by=client&from=2026-05-01&to=2026-07-01");
  expect(two).toEqual([{ path: "to", rule: "not_one_month_after_from" }]);
  expect((await api.get("/api/v1/kpi/revenue-by-territory?by=client")).status).toBe(200);
});

test("a month of homes is told once it is over in the data, by the clocks of the deployment; the last one unless told", async () => {
  const url = "/api/v1/kpi/revenue-by-territory?level=commune&by=client";
  const usual = async (loadedThrough: string) => {
    await materialise(api.database, loadedThrough);
    return (await json(url)).data;
  };
  const running = [{ path: "to", rule: "month_not_over" }];
  expect(await usual("2026-06-30T21:59:59.000Z")).toEqual((await json(`${url}&from=2026-05-01&to=2026-06-01`)).data);
  expect((await json(`${url}&${june}`)).errors).toEqual(running);
  expect(await usual("2026-06-30T22:00:00.000Z")).toEqual((await json(`${url}&${june}`)).data);
  expect((await json(`${url}&${june}`)).data).toHaveLength(4);
  await materialise(api.database, "2026-07-03T02:00:00.000Z");
  for (const kpi of ["revenue-by-territory?by=client&", "catchment?"])
    expect((await json(`/api/v1/kpi/${kpi}from=2026-07-01`)).errors, kpi).toEqual(running);
});

test("that a month goes on is told beside what else does not fit, and so is a purpose that is too long", async () => {
  const territories = await json(
    "/api/v1/kpi/revenue-by-territory?by=client&level=street&from=2026-07-02&to=2026-08-01&site=1&site=2",
  );
  expect(territories.errors).toEqual([
    { path: "site", rule: "given_twice" },
    { path: "level", rule: "invalid_value" },
    { path: "from", rule: "not_first_of_month" },
    { path: "to", rule: "not_one_month_after_from" },
    { path: "to", rule: "month_not_over" },
  ]);
  const purpose = { "sillage-purpose": "x".repeat(301) };
  const clients = await api.get("/api/v1/kpi/top-clients?limit=0", purpose);
  expect(await clients.json()).toMatchObject({
    errors: [
      { path: "limit", rule: "too_small" },
      { path: "Sillage-Purpose", rule: "too_big" },
    ],
  });
});

test("where the age of the data is unknown no month of homes is told", async () => {
  await api.database.query("update sillage.asset_state set loaded_through = null where asset = 'people_daily'", []);
  const { errors } = await json(`/api/v1/kpi/revenue-by-territory?by=client&${june}`);
  expect(errors).toEqual([{ path: "to", rule: "month_not_over" }]);
  await materialise(api.database, "2026-07-03T02:00:00.000Z");
});

test("bases are exact, however few their clients", async () => {
  const { data, meta } = await json("/api/v1/kpi/revenue-by-territory?from=2026-07-01&to=2026-08-01");
  expect(data[0]).toMatchObject({ code: "32", clients: 0, gross: 120.1 });
  expect(meta["suppressed"]).toBe(0);
});

test("top clients are ranked by what they spent or how often they came, under the caller's aliases", async () => {
  await storeRows(api.database, "visits", [
    {
      id: 1,
      site_id: 1,
      client_id: pidOf(7),
      gate: "A",
      entered_at: "2026-06-20T08:00:00Z",
      business_day: "2026-06-20",
    },
  ]);
  await api.database.buildMart(peopleDaily.spec, ["2026-06-20"]);
  await sell(api.database, { id: 300, day: "2026-06-11", site: 1, product: 1, total: "24.00", client: pidOf(5) });
  const { data } = await json(`/api/v1/kpi/top-clients?${june}&limit=2`);
  expect(data[0]).toEqual({ rank: 1, clientAlias: expect.stringMatching(/^..-05$/), recency: 20, visits: 0, net: 30 });
  expect(data).toHaveLength(2);
  expect((await json(`/api/v1/kpi/top-clients?${june}&metric=visits&limit=1`)).data).toEqual([
    { rank: 1, clientAlias: expect.stringMatching(/^..-07$/), recency: 11, visits: 1, net: 10 },
  ]);
});

test("who was erased or is restricted since the mart was built is not ranked, until a restriction is lifted", async () => {
  const ranked = async () =>
    (await json(`/api/v1/kpi/top-clients?${june}&limit=2`)).data.map(({ clientAlias }) =>
      String(clientAlias).slice(-2),
    );
  const before = await ranked();
  expect(before[0]).toBe("05");
  await api.database.hidePeople([pidOf(5)]);
  await materialise(api.database, "2026-07-05T02:00:00.000Z");
  const [first, second] = await ranked();
  expect(first).toBe(before[1]);
  await api.database.showPeople([pidOf(5)]);
  await api.database.erasePeople(1, [pidOf(Number(first))]);
  await materialise(api.database, "2026-07-06T02:00:00.000Z");
  expect(await ranked()).toEqual(["05", second]);
});

test("a list of before a restriction, its lifting or an erasure is confirmed by no 304", async () => {
  const url = `/api/v1/kpi/top-clients?${june}&limit=50`;
  const asked = (etag = "") => api.get(url, { "if-none-match": etag });
  const changed: number[] = [];
  const { database } = api;
  for (const change of [
    async () => void (await database.hidePeople([pidOf(20)])),
    () => database.showPeople([pidOf(20)]),
    async () => void (await database.erasePeople(2, [pidOf(20)])),
  ]) {
    const etag = (await asked()).headers.get("etag") ?? "";
    expect((await asked(etag)).status).toBe(304);
    await change();
    changed.push((await asked(etag)).status);
  }
  expect(changed).toEqual([200, 200, 200]);
  expect(await database.query("select * from mart.people_daily where person = $1", [pidOf(20)])).toEqual([]);
});

test("a page's cursor holds no pseudonym", async () => {
  const first: { links: { next: string } } = JSON.parse(
    await (await api.get(`/api/v1/kpi/top-clients?${june}&limit=2`)).text(),
  );
  const cursor = new URL(first.links.next, "http://api").searchParams.get("cursor") ?? "";
  expect(Buffer.from(cursor, "base64url").toString()).toMatch(/^\["[\w-]{12}",2\]$/);
  expect((await json(first.links.next)).data.map((row) => row["rank"])).toEqual([3, 4]);
});
