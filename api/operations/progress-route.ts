import { createRoute, z, type OpenAPIHono } from "@hono/zod-openapi";
import { requireScope } from "../authenticate.ts";
import type { ApiEnv } from "../caller.ts";
import type { ApiDeps } from "../deps.ts";
import { invalid, unreadParameter } from "../invalid.ts";
import { problem } from "../problem.ts";
import { givenOnce, requestErrors } from "../request-errors.ts";
import { refusals } from "../refusals.ts";
import { createProgressFeed } from "./progress-feed.ts";
import { progressStream } from "./progress-stream.ts";

/** A stream is begun anew this often, with what its caller may do by then. Milliseconds. */
const lastsMs = 15 * 60_000;
/** Streams at once. */
const most = 100;

/** A stream has no end to be held against a schema: the document says what it sends, and no router checks it. */
const route = createRoute({
  method: "get",
  path: "/api/v1/events",
  operationId: "follow-progress",
  summary: "How far runs and backfills are, as server-sent events.",
  description:
    "Needs the scope `assets:read`. An event `progress` holds, as JSON, the whole of what is on its way; a comment is sent in between, and the stream ends within 15 minutes.",
  tags: ["Operations"],
  security: [{ apiKey: [] }],
  responses: {
    200: {
      description: "Events until the stream ends.",
      content: { "text/event-stream": { schema: z.string() } },
    },
    ...refusals(400, 401, 403, 429, 503),
  },
});

/** Mount `GET /api/v1/events`: how far runs and backfills are, as server-sent events. */
export function mountProgress(app: OpenAPIHono<ApiEnv>, { operations }: Pick<ApiDeps, "operations">): void {
  const feed = createProgressFeed(operations);
  app.openAPIRegistry.registerPath(route);
  app.get("/api/v1/events", requireScope("assets:read"), (context) => {
    const errors = [
      ...requestErrors({ success: true }, context),
      ...Object.keys(givenOnce(context)).map(unreadParameter),
    ];
    if (errors.length > 0) return invalid(context, errors);
    if (feed.listeners() < most) return progressStream(context, feed, { lastsMs });
    context.header("Retry-After", "60");
    return problem(context, 503, "unavailable", "As many as may follow do so already.");
  });
}
