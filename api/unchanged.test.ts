import { afterAll, beforeAll, expect, test } from "vitest";
import { servedApi, type ServedApi } from "../test/harness/served-api.ts";

let served: ServedApi;
let key: string;
beforeAll(async () => {
  // Nothing that counts comes back while 300 are asked, however slow the machine is.
  const access = { trustedProxies: [], manners: { caller: { perSecond: 1, burst: 100 } } };
  served = await servedApi({}, { access, memory: { stateMs: 600_000, answersMs: 600_000 } });
  key = await served.key(["kpi:read"]);
});
afterAll(() => served.stop());

const path = "/api/v1/kpi/revenue?from=2026-07-01&to=2026-07-04";
const ask = (headers: Record<string, string> = {}, method = "GET") =>
  fetch(`${served.url}${path}`, { method, headers: { authorization: `Bearer ${key}`, ...headers } });

test("a 304 is given again to the same words, counted at the caller's limit and named anew", async () => {
  const etag = (await ask()).headers.get("etag") ?? "";
  const [first, again] = [await ask({ "if-none-match": etag }), await ask({ "if-none-match": etag })];
  expect([first.status, again.status]).toEqual([304, 304]);
  for (const name of ["etag", "cache-control", "last-modified", "strict-transport-security", "vary"])
    expect([name, again.headers.get(name)]).toEqual([name, first.headers.get(name)]);
  // However fast the limit fills again, who is counted has one less than its most.
  expect(counted(again, "ratelimit", "r")).toBeLessThan(counted(again, "ratelimit-policy", "q"));
  expect(again.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
  expect((await ask({ "if-none-match": etag, "x-request-id": "named-by-me" })).headers.get("x-request-id")).toBe(
    "named-by-me",
  );
});

test("a 304 says nothing of how a body may be used, the first as those that follow", async () => {
  const answered = await ask();
  expect(answered.headers.get("content-security-policy")).not.toBeNull();
  const etag = answered.headers.get("etag") ?? "";
  for (const response of [await ask({ "if-none-match": etag }), await ask({ "if-none-match": etag })])
    expect([...response.headers.keys()].filter((name) => !["connection", "date", "keep-alive"].includes(name))).toEqual(
      [
        "cache-control",
        "etag",
        "last-modified",
        "ratelimit",
        "ratelimit-policy",
        "sillage-late",
        "strict-transport-security",
        "vary",
        "x-request-id",
      ],
    );
});

test("another key, another ETag and another method are looked at themselves", async () => {
  const etag = (await ask()).headers.get("etag") ?? "";
  await ask({ "if-none-match": etag });
  expect((await ask({ "if-none-match": etag, authorization: "Bearer sil_test_unknown" })).status).toBe(401);
  expect((await ask({ "if-none-match": 'W/"another"' })).status).toBe(200);
  expect((await ask({ "if-none-match": etag }, "POST")).status).toBe(405);
});

test("a 304 about single people is looked at each time, so that each is in the audit", async () => {
  const headers = { authorization: `Bearer ${await served.key(["kpi:read", "kpi:individual"])}` };
  const people = (more: Record<string, string> = {}) =>
    fetch(`${served.url}/api/v1/kpi/top-clients`, { headers: { ...headers, ...more } });
  const etag = (await people()).headers.get("etag") ?? "";
  for (let time = 0; time < 3; time++) expect((await people({ "if-none-match": etag })).status).toBe(304);
  expect(await served.database.individualAnswers()).toHaveLength(4);
});

test("who asks too much is told so by 304s too", async () => {
  const etag = (await ask()).headers.get("etag") ?? "";
  const statuses = await Promise.all(
    Array.from({ length: 300 }, async () => (await ask({ "if-none-match": etag })).status),
  );
  expect(new Set(statuses)).toEqual(new Set([304, 429]));
});

const counted = (response: Response, header: string, word: string): number =>
  Number(new RegExp(`${word}=(\\d+)`).exec(response.headers.get(header) ?? "")?.[1]);
