import { z, type OpenAPIHono } from "@hono/zod-openapi";
import type { ApiEnv } from "../caller.ts";
import { beginning, byOf, namedIn, operation, reason } from "./order-route.ts";
import type { Operations } from "./operations.ts";
import { runHref } from "./run-href.ts";

/** A run's id without its `run/`; one that a person started has a slash in it. */
const id = z
  .string()
  .max(150)
  .regex(/^[A-Za-z0-9_.:-]+(\/[A-Za-z0-9_.:-]+)?$/)
  .openapi({
    description: "The run's id without `run/`, a slash in it as %2F.",
    example: "nightly-2026-11-25T02:15:00Z",
  });
const instant = z.string().nullable();
const run = z.object({
  id: z.string(),
  job: z.string(),
  selection: z.string().nullable(),
  full: z.boolean(),
  state: z.enum(["running", "succeeded", "failed", "cancelled", "cut", "stalled", "unknown"]),
  trigger: z.string(),
  who: z.string().nullable(),
  logicalAt: z.string(),
  startedAt: z.string(),
  endedAt: instant,
  failures: z.number(),
  code: z.string().nullable(),
  detail: z.string(),
});
const step = z.object({
  asset: z.string(),
  state: z.enum(["done", "unchanged", "failed", "skipped", "paused"]),
  rows: z.number(),
  bytes: z.number().nullable(),
  code: z.string().nullable(),
  load: z.string().nullable(),
  endedAt: z.string(),
  ms: z.number(),
  detail: z.string(),
});

const query = z.strictObject({
  job: z.string().min(1).max(100).optional(),
  state: z.enum(["running", "succeeded", "failed", "cancelled", "cut"]).optional(),
  since: z.iso.datetime({ offset: true }).optional().openapi({ description: "Started since this instant." }),
  asset: z.string().min(1).max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const started = z.strictObject({
  target: z.string().min(1).max(1_000).openapi({ description: "A job, or a selection of assets.", example: "nightly" }),
  full: z.boolean().default(false).openapi({ description: "Read everything again." }),
  reason,
});
const assets = z.strictObject({ assets: z.number().int().min(1).max(32), reason });
const changed = z.object({ oldValue: z.string(), newValue: z.string() });

const operations = {
  list: operation({
    method: "get",
    path: "/runs",
    operationId: "list-runs",
    summary: "The last runs, the latest first.",
    scope: "assets:read",
    query,
    answer: z.object({ data: z.array(run) }),
  }),
  show: operation({
    method: "get",
    path: "/runs/{id}",
    operationId: "show-run",
    summary: "A run, its steps that ended, and the assets to come.",
    scope: "assets:read",
    params: { id },
    answer: z.object({ run, steps: z.array(step), toCome: z.array(z.string()) }),
  }),
  start: beginning({
    method: "post",
    path: "/runs",
    operationId: "start-run",
    summary: "Start a run of a job or a selection; a first extraction on its way goes on.",
    scope: "operate",
    body: started,
    answer: z.object({ id: z.string(), href: z.string() }),
  }),
  concurrency: operation({
    method: "put",
    path: "/runs/{id}/concurrency",
    operationId: "set-run-concurrency",
    summary: "Change how many assets a run on its way works on at once.",
    scope: "operate",
    params: { id },
    body: assets,
    answer: changed,
  }),
};

/** Mount runs: the list, one with its steps, the start of one, how many assets it works on at once. */
export function mountRuns(app: OpenAPIHono<ApiEnv>, orders: Operations): void {
  app.openapi(operations.list, async (context) => {
    const { job = null, state = null, since = null, asset = null, limit } = query.parse(context.req.query());
    const at = since === null ? null : new Date(since).toISOString();
    const runs = await orders.runs({ job, state, since: at, asset, limit });
    return context.json({ data: runs.map((kept) => run.parse(kept)) });
  });
  app.openapi(operations.show, async (context) => {
    const { run: kept, steps, toCome } = await orders.run(`run/${namedIn(context, "id")}`);
    return context.json({ run: run.parse(kept), steps, toCome });
  });
  app.openapi(operations.start, async (context) => {
    const { target, full, reason: why } = started.parse(await context.req.json());
    const begun = await orders.startRun({ target, full }, byOf(context, why));
    return context.json({ id: begun, href: runHref(begun) }, 202);
  });
  app.openapi(operations.concurrency, async (context) => {
    const said = assets.parse(await context.req.json());
    const by = byOf(context, said.reason);
    return context.json(await orders.setRunConcurrency(`run/${namedIn(context, "id")}`, said.assets, by));
  });
}
