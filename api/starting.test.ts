import { expect, test } from "vitest";
import { SillageError } from "../core/errors.ts";
import { testApi } from "../test/harness/api.ts";

test("until the database is ready every KPI is a 503 that says why and when to ask again, and events are taken", async () => {
  let refusal: SillageError | undefined = new SillageError({
    code: "db.resuming",
    message: "It is resuming.",
    fix: "Wait.",
    retryable: true,
  });
  const api = await testApi({ standing: () => refusal });
  const refused = await api.get("/api/v1/kpi");
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "30"]);
  expect(await refused.json()).toMatchObject({ type: "/problems/unavailable", code: "db.resuming" });
  expect([(await api.get("/readyz")).status, (await api.get("/healthz")).status]).toEqual([503, 200]);
  expect((await api.get("/openapi.json")).status).toBe(200);
  refusal = undefined;
  expect((await api.get("/api/v1/kpi")).status).toBe(200);
});
