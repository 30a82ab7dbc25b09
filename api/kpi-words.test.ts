import { beforeAll, expect, test } from "vitest";
import { cohortsDaily } from "../assets/marts/cohorts-daily.ts";
import { occupancyDaily } from "../assets/marts/occupancy-daily.ts";
import { materialise, pidOf, seedSales, sell, sellAll, testApi, type TestApi } from "../test/harness/api.ts";
import { storeRows } from "../test/harness/store-rows.ts";

let api: TestApi;
type Answer = { readonly data: readonly Record<string, unknown>[]; readonly meta: Record<string, unknown> };
const json = async (path: string): Promise<Answer> => JSON.parse(await (await api.get(`/api/v1/kpi/${path}`)).text());
const product = { kind: "session", price: "20.00", vat_rate: "20.00", valid_from: "2020-01-01" };
const activity = { site_id: 1, category: "cable", slot_capacity: 8, duration_min: 60 };
const commune = { postal_code: "1", routing_label: "X", postal_name: "X", latitude: 43.6, longitude: 1.4 };

beforeAll(async () => {
  api = await testApi();
  await seedSales(api.database);
  await storeRows(api.database, "activities", [
    { ...activity, id: 10, code: "A", name: "Téléski" },
    { ...activity, id: 11, code: "B", name: "Aquaparc" },
  ]);
  await storeRows(api.database, "products", [
    { ...product, id: 10, sku: "T", activity_id: 10 },
    { ...product, id: 11, sku: "Q", activity_id: 11 },
  ]);
  const sale = { site: 1, total: "120.00" };
  await sell(api.database, { ...sale, id: 1000, day: "2025-07-01", product: 10 });
  await sell(api.database, { ...sale, id: 1001, day: "2025-07-01", product: 11, total: "60.00" });
  await sell(api.database, { ...sale, id: 1002, day: "2026-07-01", product: 10, total: "240.00" });
  await sell(api.database, { ...sale, id: 1003, day: "2026-07-02", product: 11, total: "90.00" });
  await materialise(api.database, "2026-07-03T02:00:00.000Z");
});

test("a row is compared with the one that is alike in period and activity, an unsold one with a fall to nothing", async () => {
  const { data } = await json(
    "revenue-by-activity?grain=day&from=2026-07-01&to=2026-07-02&site=1&compare=previous_year",
  );
  expect(data).toMatchObject([
    { activity: 10, name: "Téléski", netOfVat: 200, delta: 1 },
    { activity: 11, name: "Aquaparc", netOfVat: 0, quantity: 0, delta: -1 },
    { activity: 0, name: "session", category: "session", netOfVat: 100, delta: null },
  ]);
});

test("a rate of nothing is null, and so is its change", async () => {
  const { data } = await json("occupancy?from=2026-07-01&to=2026-07-02&compare=previous_year");
  expect(data).toEqual([
    { period: "2026-07-01", offered: 0, booked: 0, checkedIn: 0, rate: null, weatherClosedDays: 0, delta: null },
  ]);
});

test("a day on which the weather closed all slots of a base is counted, one with an open slot is not", async () => {
  const slot = { site_id: 1, activity_id: 10, capacity: 8, booked_count: 2, ends_at: "2026-09-01T12:00:00Z" };
  const at = (id: number, day: string, status: string) => ({
    ...slot,
    id,
    status,
    starts_at: `${day}T10:00:00Z`,
    business_day: day,
  });
  await storeRows(api.database, "sessions", [
    at(9001, "2026-09-01", "closed_weather"),
    at(9002, "2026-09-01", "closed_weather"),
    at(9003, "2026-09-02", "closed_weather"),
    at(9004, "2026-09-02", "open"),
  ]);
  await api.database.buildMart(occupancyDaily.spec, ["2026-09-01", "2026-09-02"]);
  const { data } = await json("occupancy?from=2026-09-01&to=2026-10-01");
  expect(data).toMatchObject([{ offered: 8, booked: 2, weatherClosedDays: 1 }]);
});

test("cohorts are asked for three seasons unless told, and compared with those of a year before", async () => {
  const came = (id: number, client: number, day: string) => ({
    id,
    site_id: 1,
    client_id: pidOf(client),
    gate: "A",
    entered_at: `${day}T08:00:00Z`,
    business_day: day,
  });
  await storeRows(
    api.database,
    "clients",
    [900, 901, 902].map((at) => ({ id: pidOf(at), marketing_opt_in: false })),
  );
  await storeRows(api.database, "visits", [
    came(900, 900, "2025-05-01"),
    came(901, 901, "2025-05-02"),
    came(902, 900, "2026-05-01"),
    came(903, 902, "2026-05-01"),
    came(904, 902, "2023-05-01"),
  ]);
  await api.database.buildMart(cohortsDaily.spec, undefined);
  const { data } = await json("retention-cohorts");
  expect(data).toMatchObject([
    { cohort: "2025-01-01", k: 0, size: 2, retained: 2, rate: 1 },
    { cohort: "2025-01-01", k: 1, size: 2, retained: 1, rate: 0.5 },
  ]);
  const months = async (from: string, to: string) =>
    (await json(`retention-cohorts?cohort=month&from=${from}&to=${to}`)).data.map(({ cohort, size }) => [cohort, size]);
  // Of days that cut a month nobody is told apart: who came first on one of them alone would be followed.
  expect(await months("2025-05-02", "2025-05-03")).toEqual([]);
  expect((await months("2025-05-01", "2025-05-02"))[0]).toEqual(["2025-05-01", 2]);
  const two = await json("retention-cohorts?from=2023-01-01&to=2027-01-01&compare=previous_year");
  expect(two.data.map(({ cohort, k, delta }) => [cohort, k, delta])).toEqual([
    ["2023-01-01", 0, null],
    ["2023-01-01", 2, null],
    ["2023-01-01", 3, null],
    ["2025-01-01", 0, null],
    ["2025-01-01", 1, null],
  ]);
});

test("a product is asked for by its number or as all, and nothing else", async () => {
  const pass = { client_id: pidOf(900), starts_on: "2026-06-01", ends_on: "2027-03-31", auto_renew: false, version: 1 };
  await storeRows(
    api.database,
    "passes",
    [1, 2].map((id) => ({
      ...pass,
      id,
      product_id: id,
      site_scope: [1],
      status: "active",
      credits_total: 10,
      credits_used: 3,
    })),
  );
  const of = async (word: string) => (await json(`passes?product=${word}`)).data.map((row) => row["product"]);
  expect([await of("all"), await of("2"), await of("77")]).toEqual([[1, 2], [2], []]);
  for (const word of ["0", "-1", "1.5", "two", "99999999999"])
    expect((await api.get(`/api/v1/kpi/passes?product=${word}`)).status, word).toBe(400);
});

test("people of a hidden commune are placed by what is told that it is a part of, or nowhere, and the range is one month", async () => {
  const toulouse = { ...commune, insee_code: "31555", full_name: "Toulouse" };
  const colomiers = { ...commune, insee_code: "31149", full_name: "Colomiers", longitude: 1.3 };
  const muret = { ...commune, insee_code: "31395", full_name: "Muret", longitude: 1.2 };
  const nobodys = { ...commune, insee_code: "31999", full_name: "Nobody's", longitude: 1.1 };
  const place = { departement_code: "31", departement_name: "Haute-Garonne", region_code: "76", region_name: "X" };
  await storeRows(
    api.database,
    "communes",
    [toulouse, colomiers, muret, nobodys].map((one) => ({ ...one, ...place })),
  );
  await api.database.query("update open.sites set lat = 43.6, lng = 1.5 where id = 1");
  const sale = { day: "2026-04-10", site: 1, product: 1, total: "12.00" };
  const homes = [
    ...Array.from({ length: 20 }, () => "31555"),
    ...Array.from({ length: 8 }, () => "31149"),
    ...Array.from({ length: 9 }, () => "31395"),
    ...Array.from({ length: 11 }, () => null),
  ];
  await storeRows(
    api.database,
    "clients",
    homes.map((home, at) => ({ id: pidOf(800 + at), marketing_opt_in: false, commune_code: home })),
  );
  await sellAll(
    api.database,
    homes.map((_, at) => ({ ...sale, id: 2000 + at, client: pidOf(800 + at) })),
  );
  const april = "from=2026-04-01&to=2026-05-01";
  const { data, meta } = await json(`catchment?band_km=5&${april}`);
  // Toulouse is 8.1 km away; two are hidden together, and the mean of all four, one of them nobody's, is 22.1.
  expect(data).toMatchObject([
    { band: -1, label: "unknown", clients: 11, netOfVat: 110, medianKm: null },
    { band: 5, label: "5-10", clients: 20, gross: 240, netOfVat: 200, medianKm: 8.1 },
    { band: 20, label: "20-25", clients: 17, gross: 204, netOfVat: 170, medianKm: 22.1 },
  ]);
  expect(meta["suppressed"]).toBe(0);
  expect(Object.keys(data[0] ?? {})).not.toContain("buyers");
  expect((await json(`catchment?band_km=5&site=1&${april}`)).data).toEqual(data);
  expect((await json(`catchment?band_km=5&site=2&${april}`)).data).toEqual([]);
  expect((await api.get("/api/v1/kpi/catchment?from=2026-04-02&to=2026-04-09")).status).toBe(400);
  expect((await api.get("/api/v1/kpi/catchment?from=2026-04-01&to=2026-06-01")).status).toBe(400);
});
