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

test("ready and the KPIs look at one state of the assets, that of a moment ago", async () => {
  let looks = 0;
  const mirrors = () => {
    looks++;
    return api.database.mirrors();
  };
  const memory = { stateMs: 600_000, answersMs: 0 };
  const { app, get } = await testApi({ database: { ...api.database, mirrors }, memory }, api.database);
  await get("/api/v1/kpi/revenue");
  await app.request("/readyz");
  await get("/api/v1/kpi/occupancy");
  expect(looks).toBe(1);
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

test("each KPI's document says by which rule its days are taken: thirty years at most, a calendar month of homes, or each by its word", () => {
  const text = JSON.stringify(openApiDocument(deployment));
  const { paths }: { paths: Record<string, { get?: { parameters?: { name: string; description?: string }[] } }> } =
    JSON.parse(text);
  const said = (kpi: string) => {
    const of = paths[`/api/v1/kpi/${kpi}`]?.get?.parameters ?? [];
    return ["from", "to"].map((name) => of.find((parameter) => parameter.name === name)?.description ?? "").join(" ");
  };
  const [years, month] = ["at most 30 years after `from`", "a calendar month"];
  const rules = (kpi: string) => [years, month].map((rule) => said(kpi).includes(rule));
  for (const kpi of deployment.kpis) {
    const isOfPeople = kpi.people !== undefined;
    const isAlways = isOfPeople && kpi.people.when === undefined;
    expect([kpi.spec.key, ...rules(kpi.spec.key)]).toEqual([kpi.spec.key, !isAlways, isOfPeople]);
  }
  expect([rules("revenue"), rules("catchment"), rules("revenue-by-territory")]).toEqual([
    [true, false],
    [false, true],
    [true, true],
  ]);
  expect(said("revenue-by-territory")).toContain("With `by=client`: First day, included, of a calendar month");
  expect(said("retention-cohorts")).toContain("Default: the first of the 3 seasons up to `to`.");
});
