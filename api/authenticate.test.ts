import { beforeAll, expect, test } from "vitest";
import { testApi, type TestApi } from "../test/harness/api.ts";
import { createApiKey } from "./keys.ts";

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
const now = new Date("2026-07-04T10:00:00.000Z");
const wish = { environment: "test", label: "tests", scopes: ["kpi:read"], days: 1, now } as const;
const ask = async (token: string, remoteAddress = "192.0.2.1") =>
  api.app.request(
    "/api/v1/kpi",
    { headers: { authorization: `Bearer ${token}` } },
    { incoming: { socket: { remoteAddress } } },
  );

test("a key with networks is usable from them alone", async () => {
  const { token, record } = createApiKey({ ...wish, cidrs: ["192.0.2.0/24", "2001:db8::/32"] });
  await api.database.addApiKey(record);
  const statuses = ["192.0.2.77", "::ffff:192.0.2.77", "2001:db8::1", "198.51.100.1", "unknown"].map(
    async (address) => (await ask(token, address)).status,
  );
  expect(await Promise.all(statuses)).toEqual([200, 200, 200, 401, 401]);
});

test("a key without the scope is told which one it needs", async () => {
  const { token, record } = createApiKey({ ...wish, scopes: ["assets:read"] });
  await api.database.addApiKey(record);
  const response = await ask(token);
  expect(response.status).toBe(403);
  expect(response.headers.get("www-authenticate")).toBe('Bearer error="insufficient_scope", scope="kpi:read"');
  expect(await response.json()).toEqual({
    type: "/problems/missing-scope",
    title: "This needs the scope kpi:read.",
    status: 403,
  });
});

test("a key that takes over shows people under the aliases of the one before, and both are good until that one ends", async () => {
  const first = createApiKey(wish);
  const second = createApiKey({ ...wish, consumer: first.record.consumer });
  expect([second.record.consumer, second.record.id === first.record.id]).toEqual([first.record.id, false]);
  for (const { record } of [first, second]) await api.database.addApiKey(record);
  for (const { token } of [first, second]) expect((await ask(token)).status).toBe(200);
  await api.database.endApiKey(first.record.id, now.toISOString());
  expect([(await ask(first.token)).status, (await ask(second.token)).status]).toEqual([401, 200]);
});

test("an access token is asked about where an issuer is set, and refused where none is", async () => {
  const caller = { id: "jwt:one", consumer: "jwt:one", scopes: ["kpi:read"] } as const;
  const verifyToken = async (token: string) => (token === "a.b.c" ? caller : undefined);
  const { app } = await testApi({ access: { verifyToken, trustedProxies: [] } }, api.database);
  const status = async (token: string) =>
    (await app.request("/api/v1/kpi", { headers: { authorization: `Bearer ${token}` } })).status;
  expect([await status("a.b.c"), await status("a.b.d"), (await ask("a.b.c")).status]).toEqual([200, 401, 401]);
});
