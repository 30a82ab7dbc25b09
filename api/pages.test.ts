import { beforeAll, expect, test } from "vitest";
import { deployment } from "../assets/index.ts";
import { testApi, type TestApi } from "../test/harness/api.ts";
import { openApiDocument } from "./openapi.ts";

type OpenApi = {
  readonly openapi: string;
  readonly paths: Readonly<
    Record<string, { readonly get?: { readonly operationId: string; readonly responses: object } }>
  >;
  readonly components: { readonly schemas: object };
};

let api: TestApi;
beforeAll(async () => {
  api = await testApi({ temporalUi: "http://127.0.0.1:8233" });
});

test("the documentation page takes every file from this server, and runs no inline script", async () => {
  const page = await api.app.request("/docs");
  const text = await page.text();
  expect(text).not.toMatch(/https?:\/\//);
  expect(text).not.toMatch(/<script>/);
  expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
  const files = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? "");
  expect(files).toHaveLength(5);
  for (const file of files) expect((await api.app.request(file)).status, file).toBe(200);
  for (const file of ["package.json", "constructor", "__proto__"])
    expect((await api.app.request(`/docs/${file}`)).status).toBe(404);
});

test("the entry page leads to the documentation and to Temporal", async () => {
  const text = await (await api.app.request("/")).text();
  expect(text).toContain(`${deployment.kpis.length} KPIs over ${deployment.graph.assets.length} assets`);
  expect(text).toContain('href="http://127.0.0.1:8233"');
  expect((await api.app.request("/favicon.ico")).status).toBe(302);
});

test("ready asks the database, health only the process, so that a probe keeps no database awake; neither names a server", async () => {
  expect(await (await api.app.request("/readyz")).json()).toEqual({ status: "ok" });
  expect(await (await api.app.request("/healthz")).json()).toEqual({ status: "ok" });
});

test("health says which kind of vault wraps people's keys", async () => {
  const { app } = await testApi({ kek: () => "local (not for production)" }, api.database);
  expect(await (await app.request("/healthz")).json()).toEqual({ status: "ok", kek: "local (not for production)" });
});

test("the OpenAPI document is version 3.1, with an operation for each KPI, and no reference hangs", async () => {
  const document: OpenApi = JSON.parse(await (await api.app.request("/openapi.json")).text());
  expect(document).toEqual(JSON.parse(JSON.stringify(openApiDocument(deployment))));
  expect(document.openapi).toBe("3.1.0");
  const operations = Object.values(document.paths).flatMap((path) => path.get ?? []);
  const kpis = deployment.kpis.map((kpi) => kpi.spec.key);
  const ids = operations.map((operation) => operation.operationId);
  expect(ids.slice(0, 2 + kpis.length)).toEqual(["list-kpis", "freshness", ...kpis]);
  for (const operation of operations.filter((one) => kpis.includes(one.operationId)))
    expect(Object.keys(operation.responses)).toEqual(["200", "304", "400", "401", "403", "404", "406", "429", "503"]);
  for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g))
    expect(document.components.schemas).toHaveProperty(name ?? "");
});
