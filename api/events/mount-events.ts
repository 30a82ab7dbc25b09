import { createHash, timingSafeEqual } from "node:crypto";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { describeError } from "../../core/describe-error.ts";
import type { ApiDeps } from "../deps.ts";
import type { ApiEnv } from "../caller.ts";
import { problem, tooLarge } from "../problem.ts";
import { confirmationLine } from "./sns-confirmation.ts";
import { normaliseEvent } from "./normalise-event.ts";
import { objectBatches } from "./object-batches.ts";

const longestBody = 256 * 1024;

/** Mount the endpoint that buckets post object-created events to. The token in the path is its secret. 202 only once the event is taken over; 503 makes good senders send again. */
export function mountEvents(app: OpenAPIHono<ApiEnv>, { events, report }: ApiDeps): void {
  const take = objectBatches(events);
  app.post("/api/v1/events/objects/:token", bodyLimit({ maxSize: longestBody, onError: tooLarge }), async (context) => {
    if (events.token === undefined || !same(context.req.param("token"), events.token))
      return problem(context, 404, "not-found", "There is nothing here.");
    const delivery = normaliseEvent(await context.req.json().catch(() => undefined));
    if (delivery.kind === "test") return context.body(null, 200);
    if (delivery.kind === "confirmation") {
      report(confirmationLine(delivery.asked));
      return context.body(null, 200);
    }
    if (delivery.kind === "unknown")
      return problem(context, 400, "unknown-event", "No known sender writes events of this shape.");
    try {
      await take(delivery.objects);
    } catch (error) {
      report(`event: ${describeError(error)}`);
      context.header("Retry-After", "5");
      return problem(context, 503, "unavailable", "The event was not taken over: send it again.");
    }
    return context.body(null, 202);
  });
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
const same = (given: string, wanted: string): boolean => timingSafeEqual(digest(given), digest(wanted));
