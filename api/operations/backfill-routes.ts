import { z, type OpenAPIHono } from "@hono/zod-openapi";
import { countOf } from "../../core/backfill/ranges.ts";
import { readPartitions } from "../../core/backfill/read-partitions.ts";
import { readingOf } from "../../core/backfill/reading-of.ts";
import type { BackfillRequest, Track } from "../../core/backfill/track.ts";
import type { ApiEnv } from "../caller.ts";
import { beginning, byOf, namedIn, operation, reason } from "./order-route.ts";
import type { BackfillSteering, Operations } from "./operations.ts";

const id = z
  .string()
  .regex(/^[0-9A-HJKMNP-TV-Z]{26}$/)
  .openapi({ description: "The backfill's id without `backfill/`.", example: "01JBC3Q0Z9X8Y7W6V5T4S3R2Q1" });
const when = z.string().min(1).max(40).optional();
const order = z
  .strictObject({
    selection: z.string().min(1).max(1_000).openapi({ example: "bookings" }),
    from: when.openapi({
      description: "A day (in the deployment's zone) or an instant, included.",
      example: "2026-01-01",
    }),
    to: when.openapi({ description: "A day or an instant, excluded. Default: now." }),
    partitions: z
      .string()
      .min(1)
      .max(1_000)
      .optional()
      .openapi({ description: "Days of marts in place of a span: days, ISO weeks, months (`2026-01..2026-03`)." }),
    windowHours: z
      .number()
      .int()
      .min(1)
      .max(24 * 366)
      .default(168),
    concurrency: z.number().int().min(1).max(32).default(4).openapi({ description: "Windows in work at once." }),
    queue: z.boolean().default(false).openapi({ description: "Wait for other backfills of the same assets." }),
    dryRun: z.boolean().default(false).openapi({ description: "Tell the windows and start nothing." }),
    reason,
  })
  .refine(
    ({ from, to, partitions }) =>
      partitions === undefined ? from !== undefined : from === undefined && to === undefined,
    {
      path: ["from"],
      message: "either_a_span_or_partitions",
    },
  );
const steerings: readonly { readonly order: BackfillSteering; readonly says: string }[] = [
  { order: "pause", says: "Start no more windows until it is resumed; those in work end." },
  { order: "resume", says: "Let a paused backfill go on." },
  { order: "cancel", says: "Start no more windows: what is being read is dropped, what is landed is loaded whole." },
  { order: "retry", says: "Do the windows that failed or were skipped again, and the marts after them." },
];
const because = z.strictObject({ reason });
const windows = z.strictObject({ windows: z.number().int().min(1).max(32), reason });
const track = z.object({
  asset: z.string(),
  kind: z.enum(["table", "mart"]),
  windows: z.number(),
  todo: z.number(),
  failed: z.number(),
  skipped: z.number(),
  cancelled: z.number(),
  rows: z.number(),
  reading: z.object({ kind: z.enum(["windows", "since", "whole", "days"]), says: z.string() }).openapi({
    description: "How the asset is read: a list that takes no upper end is read once, whatever the windows.",
  }),
});
const backfill = z.object({
  id: z.string(),
  state: z.enum(["running", "done", "skipped", "failed", "cancelled", "cut", "stalled", "unknown"]),
  selection: z.string(),
  from: z.string(),
  to: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  tracks: z.array(track),
});
const named = z.object({ id: z.string() });

const operations = {
  list: operation({
    method: "get",
    path: "/backfills",
    operationId: "list-backfills",
    summary: "The last 100 backfills, the latest first.",
    scope: "assets:read",
    answer: z.object({ data: z.array(backfill) }),
  }),
  start: beginning({
    method: "post",
    path: "/backfills",
    operationId: "start-backfill",
    summary: "Read a span of time again, window by window; with `dryRun` only its windows are told.",
    scope: "operate",
    body: order,
    answer: z.object({ id: z.string().nullable(), tracks: z.array(track) }),
  }),
  concurrency: operation({
    method: "put",
    path: "/backfills/{id}/concurrency",
    operationId: "set-backfill-concurrency",
    summary: "Change how many windows a backfill has in work at once.",
    scope: "operate",
    params: { id },
    body: windows,
    answer: named,
  }),
};

const steeringOf = (told: BackfillSteering, summary: string) =>
  beginning({
    method: "post",
    path: `/backfills/{id}/${told}`,
    operationId: `${told}-backfill`,
    summary,
    scope: "operate",
    params: { id },
    body: because,
    answer: named,
  });

/** Mount backfills: the list, the start of one, and what one on its way is told. */
export function mountBackfills(app: OpenAPIHono<ApiEnv>, orders: Operations): void {
  app.openapi(operations.list, async (context) => {
    const all = await orders.backfills();
    return context.json({
      data: all.map(({ request: { selection, from, to }, tracks, ...kept }) => ({
        ...kept,
        selection,
        from,
        to,
        tracks: tracks.map(counted),
      })),
    });
  });
  app.openapi(operations.start, async (context) => {
    const { dryRun, concurrency, queue, reason: why, ...said } = order.parse(await context.req.json());
    const request = requestOf(said);
    const tracks = (await orders.planBackfill(request)).map(counted);
    if (dryRun) return context.json({ id: null, tracks }, 202);
    const begun = await orders.startBackfill({ request, concurrency, queue }, byOf(context, why));
    return context.json({ id: begun, tracks }, 202);
  });
  for (const { order: told, says } of steerings)
    app.openapi(steeringOf(told, says), async (context) => {
      const named = `backfill/${namedIn(context, "id")}`;
      const by = byOf(context, because.parse(await context.req.json()).reason);
      await orders.steerBackfill(named, told, by);
      return context.json({ id: named }, 202);
    });
  app.openapi(operations.concurrency, async (context) => {
    const told = `backfill/${namedIn(context, "id")}`;
    const said = windows.parse(await context.req.json());
    await orders.setBackfillConcurrency(told, said.windows, byOf(context, said.reason));
    return context.json({ id: told });
  });
}

type Said = Pick<z.infer<typeof order>, "selection" | "from" | "to" | "partitions" | "windowHours">;

/** Partitions bound their own span; without a span or any, it begins nowhere, which the plan refuses. */
function requestOf({ selection, from = "", to: end, partitions, windowHours }: Said): BackfillRequest {
  const windowMs = windowHours * 3_600_000;
  if (partitions === undefined) return { selection, from, to: end ?? null, windowMs };
  const spans = readPartitions(partitions);
  return { selection, from: spans[0]?.from ?? "", to: spans.at(-1)?.to ?? null, windowMs, partitions };
}

const counted = ({ asset, kind, windows: all, todo, failed, skipped, cancelled, rows, cut }: Track) => ({
  asset,
  kind,
  windows: all,
  todo: countOf(todo),
  failed: countOf(failed),
  skipped: countOf(skipped),
  cancelled: countOf(cancelled),
  rows,
  reading: readingOf(cut),
});
