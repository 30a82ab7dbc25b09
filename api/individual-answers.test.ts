import { beforeAll, beforeEach, expect, test } from "vitest";
import { SillageError } from "../core/errors.ts";
import { materialise, pidOf, seedSales, sell, testApi, type TestApi } from "../test/harness/api.ts";
import { storeRows } from "../test/harness/store-rows.ts";

let api: TestApi;
beforeAll(async () => {
  const { database } = await testApi();
  await seedSales(database);
  await storeRows(database, "clients", [{ id: pidOf(1), marketing_opt_in: false }]);
  await sell(database, { id: 10, day: "2026-07-02", site: 1, product: 1, total: "12.00", client: pidOf(1) });
  await materialise(database, "2026-07-03T02:00:00.000Z");
  api = await testApi({ memory: { stateMs: 600_000, answersMs: 600_000 } }, database);
});
beforeEach(() => api.database.query("delete from sillage.audit"));

const path = "/api/v1/kpi/top-clients?from=2026-07-01&to=2026-07-04";
/** What the audit has of each answer, the oldest first. */
const told = async () => (await api.database.individualAnswers()).toReversed().map(({ newValue }) => newValue);

test("an answer about single people is in the audit: whose call, what for, of what, how many rows, and no value", async () => {
  expect((await api.get(`${path}&site=1`, { "sillage-purpose": "the letter of June" })).status).toBe(200);
  expect(await api.database.individualAnswers()).toEqual([
    {
      id: expect.any(String),
      at: "2026-07-04T10:00:00.000Z",
      what: "kpi.individual",
      subject: "top-clients",
      who: expect.stringMatching(/^key:[0-9a-f]{12}$/),
      why: "the letter of June",
      oldValue: null,
      newValue: "2026-07-01 to 2026-07-04 of base 1, 1 rows",
    },
  ]);
});

test("who does not say what for is in the audit all the same", async () => {
  await api.get(path);
  expect(await api.database.individualAnswers()).toMatchObject([{ why: "not told" }]);
});

test("each call is in the audit: of an answer that was kept, as CSV, and of one that the caller has already", async () => {
  const first = await api.get(path);
  await api.get(path);
  await api.get(`${path}&format=csv`);
  const again = await api.get(path, { "if-none-match": first.headers.get("etag") ?? "" });
  expect([again.status, again.headers.get("cache-control")]).toEqual([304, "private, no-cache"]);
  const range = "2026-07-01 to 2026-07-04";
  expect((await told()).map(String).toSorted()).toEqual([
    `${range}, 1 rows`,
    `${range}, 1 rows`,
    `${range}, 1 rows`,
    `${range}, unchanged since it was asked for`,
  ]);
});

test("an answer that cannot be written down does not leave, and tells nobody's alias", async () => {
  const away = new SillageError({ code: "db.unreachable", message: "Away.", fix: "Wait.", retryable: true });
  const database = { ...api.database, recordAudit: () => Promise.reject(away) };
  const { get } = await testApi({ database }, api.database);
  const refused = await get(path);
  expect([refused.status, refused.headers.get("etag")]).toEqual([503, null]);
  expect(await refused.text()).not.toContain("clientAlias");
});

test("what is refused, and an answer that shows nobody, leave no row", async () => {
  const purpose = { "sillage-purpose": "x".repeat(301) };
  const refused = await api.get(path, purpose);
  expect([refused.status, await refused.json()]).toMatchObject([
    400,
    { errors: [{ path: "Sillage-Purpose", rule: "too_big" }] },
  ]);
  expect((await api.get("/api/v1/kpi/revenue", purpose)).status).toBe(200);
  expect((await api.get(`${path}&site=99`)).status).toBe(404);
  expect(await told()).toEqual([]);
});
