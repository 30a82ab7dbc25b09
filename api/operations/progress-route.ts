import type { OpenAPIHono } from "@hono/zod-openapi";
import { requireScope } from "../authenticate.ts";
import type { ApiEnv } from "../caller.ts";
import type { ApiDeps } from "../deps.ts";
import { problem } from "../problem.ts";
import { createProgressFeed } from "./progress-feed.ts";
import { progressStream } from "./progress-stream.ts";

/** A stream is begun anew this often, with what its caller may do by then. Milliseconds. */
const lastsMs = 15 * 60_000;
/** Streams at once. */
const most = 100;

/** Mount `GET /api/v1/events`: how far runs and backfills are, as server-sent events. It is a stream, which OpenAPI has no words for. */
export function mountProgress(app: OpenAPIHono<ApiEnv>, { operations }: Pick<ApiDeps, "operations">): void {
  const feed = createProgressFeed(operations);
  app.get("/api/v1/events", requireScope("assets:read"), (context) => {
    if (feed.listeners() < most) return progressStream(context, feed, { lastsMs });
    context.header("Retry-After", "60");
    return problem(context, 503, "unavailable", "As many as may follow do so already.");
  });
}
