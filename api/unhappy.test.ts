import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { SillageError } from "../core/errors.ts";
import type { Database } from "../core/ports/database.ts";
import { testApi } from "../test/harness/api.ts";
import { RateLimit } from "./rate-limit.ts";

/** At one instant no token comes back, however slow the machine is. */
const stopClock = (): void => void vi.useFakeTimers({ toFake: ["Date"] });
afterEach(() => void vi.useRealTimers());

let shared: Database;
beforeAll(async () => {
  ({ database: shared } = await testApi());
});

test("a KPI whose assets were never built says so, and when to ask again", async () => {
  const { get } = await testApi();
  const response = await get("/api/v1/kpi/revenue");
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "60"]);
  expect(await response.json()).toMatchObject({ type: "/problems/asset-not-materialised" });
});

test("a database that does not answer is a 503, an unexpected failure a 500 with an id that the log knows", async () => {
  const { database } = await testApi();
  const failing = (error: Error) =>
    testApi({
      database: {
        ...database,
        findApiKey: async () => {
          throw error;
        },
      },
    });
  const away = await failing(
    new SillageError({ code: "db.unreachable", message: "Away.", fix: "Wait.", retryable: true }),
  );
  const key = await away.key(["kpi:read"]);
  const response = await away.app.request("/api/v1/kpi/revenue", { headers: { authorization: `Bearer ${key}` } });
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "30"]);
  expect(await response.json()).toEqual({
    type: "/problems/unavailable",
    title: "The database does not answer at the moment.",
    status: 503,
    code: "db.unreachable",
  });
  const broken = await failing(new Error("secret detail"));
  const failed = await broken.app.request("/api/v1/kpi/revenue", { headers: { authorization: `Bearer ${key}` } });
  const body = await failed.text();
  expect(failed.status).toBe(500);
  expect(body).not.toContain("secret detail");
  const id: string = JSON.parse(body).instance.slice("urn:uuid:".length);
  expect(broken.reports.join("\n")).toContain(id);
});

test("a database that says how long to leave it alone is believed", async () => {
  const { database } = await testApi();
  const busy = { code: "db.busy", message: "Busy.", fix: "Wait.", retryable: true, retryAfterMs: 10_000 };
  const failing = { ...database, mirrors: () => Promise.reject(new SillageError(busy)) };
  const { get } = await testApi({ database: failing }, database);
  const response = await get("/api/v1/kpi/revenue");
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "10"]);
});

test("a key that asks too much is told to wait, whatever it writes into headers; another key is not", async () => {
  const { app, key, get } = await testApi();
  stopClock();
  const answers = await Promise.all(
    Array.from({ length: 130 }, (_, at) => get("/api/v1/kpi", { "x-forwarded-for": `10.0.0.${at}` })),
  );
  const refused = answers.filter((response) => response.status === 429);
  expect(refused).toHaveLength(30);
  expect(refused[0]?.headers.get("retry-after")).toBe("1");
  expect(refused[0]?.headers.get("ratelimit-policy")).toBe('"caller";q=100;w=2');
  expect(await refused[0]?.json()).toEqual({
    type: "/problems/too-many-requests",
    title: "Too many requests.",
    status: 429,
  });
  const other = await app.request("/api/v1/kpi", { headers: { authorization: `Bearer ${await key(["kpi:read"])}` } });
  expect(other.status).toBe(200);
});

test("callers without a usable key are told apart by their socket's address", async () => {
  const { app } = await testApi();
  stopClock();
  const from = (remoteAddress: string) =>
    app.request(
      "/api/v1/kpi",
      { headers: { "x-forwarded-for": "10.0.0.1" } },
      { incoming: { socket: { remoteAddress } } },
    );
  const answers = await Promise.all(Array.from({ length: 130 }, async () => from("192.0.2.1")));
  expect(new Set(answers.map((response) => response.status))).toEqual(new Set([401, 429]));
  expect((await from("192.0.2.2")).status).toBe(401);
});

test("tokens come back with time, and no more than the burst are kept", () => {
  const limit = new RateLimit(2, 3);
  expect([1, 2, 3].map(() => limit.take("a", 0).allowed)).toEqual([true, true, true]);
  expect(limit.take("a", 0)).toEqual({ allowed: false, left: 0, waitSeconds: 1 });
  expect(limit.take("b", 0).allowed).toBe(true);
  expect(limit.take("a", 500)).toMatchObject({ allowed: true, left: 0 });
  expect(limit.take("a", 1_000_000)).toMatchObject({ allowed: true, left: 2 });
});

test.each(["/openapi.json", "/docs", "/docs/swagger-ui.css"])(
  "an address that asks too much of %s, which is open to anybody, is told to wait; another one is not",
  async (path) => {
    const address = { perSecond: 1, burst: 3 };
    const { app } = await testApi({ access: { trustedProxies: [], manners: { address } } }, shared);
    stopClock();
    const from = (remoteAddress: string) => app.request(path, {}, { incoming: { socket: { remoteAddress } } });
    const answers = [await from("192.0.2.1"), await from("192.0.2.1"), await from("192.0.2.1")];
    expect(answers.map(({ status, headers }) => [status, headers.get("ratelimit")])).toEqual([
      [200, '"address";r=2'],
      [200, '"address";r=1'],
      [200, '"address";r=0'],
    ]);
    const refused = await from("192.0.2.1");
    expect([refused.status, refused.headers.get("retry-after"), refused.headers.get("ratelimit-policy")]).toEqual([
      429,
      "1",
      '"address";q=3;w=3',
    ]);
    expect(await refused.json()).toMatchObject({ type: "/problems/too-many-requests" });
    expect((await from("192.0.2.2")).status).toBe(200);
  },
);

test("guessing keys and reading the document are counted together", async () => {
  const address = { perSecond: 1, burst: 2 };
  const { app } = await testApi({ access: { trustedProxies: [], manners: { address } } }, shared);
  stopClock();
  const statuses = [];
  for (const path of ["/api/v1/kpi", "/openapi.json", "/api/v1/kpi"]) statuses.push((await app.request(path)).status);
  expect(statuses).toEqual([401, 200, 429]);
});
