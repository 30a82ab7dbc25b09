import type { OpenAPIHono } from "@hono/zod-openapi";
import type { ApiEnv } from "../caller.ts";
import type { ApiDeps } from "../deps.ts";
import { mountAssets } from "./asset-routes.ts";
import { mountBackfills } from "./backfill-routes.ts";
import { mountRates } from "./rate-routes.ts";
import { mountRuns } from "./run-routes.ts";

/** Mount what operators see and order: assets, runs, backfills, rates; each behind its scope. */
export function mountOperations(app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void {
  mountAssets(app, deps, deps.operations);
  mountRuns(app, deps.operations);
  mountBackfills(app, deps.operations);
  mountRates(app, deps);
}
