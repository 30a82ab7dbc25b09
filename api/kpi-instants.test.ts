import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../core/ports/database.ts";
import { openDatabase } from "../db/open-database.ts";
import { exactDeployment, storeCoins } from "../test/contracts/exact-values.ts";
import { testApi, type TestApi } from "../test/harness/api.ts";

let database: Database;
let api: TestApi;
beforeAll(async () => {
  database = await openDatabase({ memory: true }, exactDeployment);
  await storeCoins(database);
  const of = { landedThrough: null, loadedThrough: "2026-11-03T02:00:00.000Z", fence: 1, rows: 3 };
  const built = { materialisationId: "M", materialisedAt: "2026-11-03T02:00:00.000Z" };
  const mirrors = async () => ["coins", "coins_daily"].map((asset) => ({ asset, ...of, ...built }));
  api = await testApi({ deployed: exactDeployment, database: { ...database, mirrors } }, database);
});
afterAll(() => database.close());

const text = async (more = ""): Promise<string> =>
  (await api.get(`/api/v1/kpi/last_made?from=2026-11-01&to=2026-12-01${more}`)).text();

test("an instant is told to the millisecond in UTC, in JSON as in CSV", async () => {
  const [latest, earlier] = [
    { day: "2026-11-02", lastAt: "2026-11-02T22:59:59.999Z" },
    { day: "2026-11-01", lastAt: "2026-11-01T12:00:00.001Z" },
  ];
  expect(JSON.parse(await text())).toMatchObject({ data: [latest, earlier] });
  const lines = `day,lastAt\r\n${latest.day},${latest.lastAt}\r\n${earlier.day},${earlier.lastAt}\r\n`;
  expect(await text("&format=csv")).toBe(lines);
});

test("a page ends at an instant, and the next one begins behind it", async () => {
  const { data, links } = JSON.parse(await text("&limit=1"));
  expect(data).toMatchObject([{ day: "2026-11-02" }]);
  const next = JSON.parse(await (await api.get(links.next)).text());
  expect(next).toMatchObject({
    data: [{ day: "2026-11-01", lastAt: "2026-11-01T12:00:00.001Z" }],
    links: { next: null },
  });
});
