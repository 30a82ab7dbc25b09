import { z, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { knownSource, requestBounds } from "../../core/source/known-source.ts";
import type { AuditedBy, ThrottleChange } from "../../core/ports/audit.ts";
import type { ApiEnv } from "../caller.ts";
import type { ApiDeps } from "../deps.ts";
import { byOf, namedIn, operation, reason } from "./order-route.ts";

const throttle = z.object({ bytesPerSecond: z.number(), paused: z.boolean(), enabled: z.boolean() });
/** What of the throttle is to change, and why. */
export const throttleOrder = z.strictObject({
  bytesPerSecond: z.number().int().min(1_000).max(10_000_000_000).optional(),
  mergeFactor: z
    .number()
    .int()
    .min(1)
    .max(100)
    .optional()
    .openapi({ description: "How many times the rate merges are paced at." }),
  paused: z.boolean().optional(),
  enabled: z.boolean().optional().openapi({ description: "False: no limit." }),
  reason,
});
const source = z.object({
  source: z.string(),
  declared: z.number(),
  set: z.number().nullable(),
  inFlight: z.number(),
});
const rate = z.strictObject({
  requestsPerSecond: z
    .number()
    .min(requestBounds.least)
    .max(requestBounds.most)
    .nullable()
    .openapi({ description: "Null gives the declared rate back." }),
  reason,
});
const name = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,99}$/)
  .openapi({ example: "ponton" });

const operations = {
  throttle: operation({
    method: "get",
    path: "/throttle",
    operationId: "show-throttle",
    summary: "The rate into the database.",
    scope: "assets:read",
    answer: throttle,
  }),
  change: operation({
    method: "patch",
    path: "/throttle",
    operationId: "change-throttle",
    summary: "Change the rate into the database; live, over every process.",
    scope: "operate",
    body: throttleOrder,
    answer: throttle,
  }),
  sources: operation({
    method: "get",
    path: "/sources",
    operationId: "list-sources",
    summary: "Every source: requests a second as declared, and as set by hand.",
    scope: "assets:read",
    answer: z.object({ data: z.array(source) }),
  }),
  rate: operation({
    method: "put",
    path: "/sources/{name}/rate",
    operationId: "set-source-rate",
    summary: "Set the requests a second that a source is asked; live, over every process.",
    scope: "operate",
    params: { name },
    body: rate,
    answer: z.object({ source: z.string(), requestsPerSecond: z.number().nullable() }),
  }),
};

/** Mount the rates that are changed live: into the database, and out of each source. */
export function mountRates(app: OpenAPIHono<ApiEnv>, { deployed, database, clock }: ApiDeps): void {
  const { sources } = deployed.graph.spec;
  const audited = (context: Context<ApiEnv>, why: string): AuditedBy => ({
    ...byOf(context, why),
    id: crypto.randomUUID(),
    at: clock.now().toISOString(),
  });
  app.openapi(operations.throttle, async (context) =>
    context.json(throttle.parse(await database.throttleState("default"))),
  );
  app.openapi(operations.change, async (context) => {
    const { reason: why, ...said } = throttleOrder.parse(await context.req.json());
    const wanted: ThrottleChange = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
    return context.json(throttle.parse(await database.changeThrottle(wanted, audited(context, why))));
  });
  app.openapi(operations.sources, async (context) => {
    const rates = new Map((await database.sourceRates()).map((set) => [set.source, set.requestsPerSecond]));
    return context.json({
      data: sources.map(({ name: of, manners }) => ({
        source: of,
        declared: manners.requestsPerSecond,
        set: rates.get(of) ?? null,
        inFlight: manners.inFlight,
      })),
    });
  });
  app.openapi(operations.rate, async (context) => {
    const { requestsPerSecond, reason: why } = rate.parse(await context.req.json());
    const set = { source: knownSource(sources, namedIn(context, "name")), requestsPerSecond };
    await database.setSourceRate(set, audited(context, why));
    return context.json(set);
  });
}
