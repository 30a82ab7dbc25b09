import { beforeAll, expect, test } from "vitest";
import { cohortsDaily } from "../assets/marts/cohorts-daily.ts";
import { materialise, pidOf, seedSales, sell, testApi, type TestApi } from "../test/harness/api.ts";
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
  expect(data).toEqual([{ period: "2026-07-01", offered: 0, booked: 0, checkedIn: 0, rate: null, delta: null }]);
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

test("few people of a distance are hidden with what they did, and their range is whole months", async () => {
  await storeRows(api.database, "communes", [{ ...commune, insee_code: "31555", full_name: "Toulouse" }]);
  await api.database.query("update open.sites set lat = 43.6, lng = 1.5 where id = 1");
  const homes = Array.from({ length: 14 }, (_, at) => pidOf(800 + at));
  await storeRows(
    api.database,
    "clients",
    homes.map((id, at) => ({ id, marketing_opt_in: false, commune_code: at < 11 ? "31555" : null })),
  );
  for (const [at, client] of homes.entries())
    await sell(api.database, { id: 2000 + at, day: "2026-04-10", site: 1, product: 1, total: "12.00", client });
  const april = "from=2026-04-01&to=2026-05-01";
  const { data, meta } = await json(`catchment?band_km=5&${april}`);
  expect(data).toMatchObject([
    { band: -1, label: "unknown", clients: { suppressed: true, reason: "k" }, netOfVat: { suppressed: true } },
    { band: 5, label: "5-10", clients: { suppressed: true }, medianKm: { suppressed: true, reason: "complementary" } },
  ]);
  expect(meta["suppressed"]).toBe(2);
  expect(JSON.stringify(data)).not.toContain("largest");
  expect((await api.get("/api/v1/kpi/catchment?from=2026-04-02&to=2026-04-09")).status).toBe(400);
});
