import { beforeAll, expect, test } from "vitest";
import { testApi, type TestApi } from "../test/harness/api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});

test("every answer has a request id: the caller's where it is a plain word, else a new one", async () => {
  const named = async (id: string) =>
    (await api.get("/api/v1/kpi", { "x-request-id": id })).headers.get("x-request-id");
  expect(await named("01JBC3Q0Z9")).toBe("01JBC3Q0Z9");
  for (const bad of ["short", "with a space", "x".repeat(65)])
    expect(await named(bad)).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  const nothing = await api.app.request("/nowhere");
  expect(nothing.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
});

test("a parameter that is given twice is refused by name", async () => {
  const response = await api.get("/api/v1/kpi/revenue?site=1&site=2&from=2026-01-01");
  expect([response.status, await response.json()]).toEqual([
    400,
    expect.objectContaining({ errors: [{ path: "site", rule: "given_twice" }] }),
  ]);
});

test("what is given twice, what nobody reads and what does not fit are told at once, each by one rule", async () => {
  const refused = await api.get(
    "/api/v1/kpi/revenue?site=1&site=2&grain=hour&colour=red&shape=1&shape=2&from=2026-07-02&to=2026-07-01",
  );
  expect(await refused.json()).toMatchObject({
    status: 400,
    errors: [
      { path: "site", rule: "given_twice" },
      { path: "shape", rule: "given_twice" },
      { path: "grain", rule: "invalid_value" },
      { path: "colour", rule: "unrecognized_keys" },
      { path: "to", rule: "not_after_from" },
    ],
  });
  const headers = { authorization: `Bearer ${await api.key(["assets:read"])}` };
  const events = await api.app.request("/api/v1/events?a=1&a=2&b=1", { headers });
  expect(await events.json()).toMatchObject({
    errors: [
      { path: "a", rule: "given_twice" },
      { path: "b", rule: "unrecognized_keys" },
    ],
  });
});

test("a parameter that nobody reads is refused wherever something is asked, and its name told where it is one", async () => {
  const headers = { authorization: `Bearer ${await api.key(["kpi:read", "assets:read"])}` };
  const document: { paths: Record<string, { get?: object }> } = JSON.parse(
    await (await api.app.request("/openapi.json")).text(),
  );
  const names: Readonly<Record<string, string>> = { key: "clients", id: "nightly-1" };
  const paths = Object.keys(document.paths)
    .filter((path) => document.paths[path]?.get !== undefined)
    .map((path) => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? "1"));
  expect(paths).toEqual(
    expect.arrayContaining(["/api/v1/events", "/api/v1/runs", "/api/v1/backfills", "/api/v1/assets"]),
  );
  for (const path of paths) {
    const told = async (query: string) => (await api.app.request(`${path}?${query}`, { headers })).text();
    expect([path, JSON.parse(await told("colour=red&x%40example.test=1"))]).toEqual([
      path,
      expect.objectContaining({
        status: 400,
        errors: [
          { path: "colour", rule: "unrecognized_keys" },
          { path: "(unknown)", rule: "unrecognized_keys" },
        ],
      }),
    ]);
    expect(JSON.parse(await told("x%40example.test=1&x%40example.test=2")), path).toMatchObject({
      status: 400,
      errors: [{ path: "(unknown)", rule: "given_twice" }],
    });
  }
});

test("an answer of some length is compressed for whoever takes it, and caches know", async () => {
  const response = await api.get("/openapi.json", { "accept-encoding": "gzip" });
  expect(response.headers.get("content-encoding")).toBe("gzip");
  expect(response.headers.get("vary")).toMatch(/accept-encoding/i);
  expect((await api.get("/openapi.json")).headers.get("content-encoding")).toBeNull();
});

test("no browser of another origin is let in, and pages of others cannot frame these", async () => {
  const asked = await api.app.request("/api/v1/kpi", {
    method: "OPTIONS",
    headers: { origin: "https://other.example.test", "access-control-request-method": "GET" },
  });
  const answered = await api.get("/api/v1/kpi", { origin: "https://other.example.test" });
  for (const { headers } of [asked, answered])
    expect([...headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
  for (const rule of ["frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"])
    expect(answered.headers.get("content-security-policy")).toContain(rule);
  expect(answered.headers.get("strict-transport-security")).toBe("max-age=31536000");
  expect(answered.headers.get("x-content-type-options")).toBe("nosniff");
});

test("a method that an address has not is told which ones it has, and an unknown address nothing", async () => {
  const response = await api.app.request("/api/v1/runs/one", {
    method: "DELETE",
    headers: { authorization: `Bearer ${await api.key(["operate"])}` },
  });
  expect([response.status, response.headers.get("allow")]).toEqual([405, "GET"]);
  expect(await response.json()).toMatchObject({ type: "/problems/method-not-allowed" });
  expect((await api.app.request("/nowhere", { method: "DELETE" })).status).toBe(404);
});
