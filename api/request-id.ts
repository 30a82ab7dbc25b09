import type { MiddlewareHandler } from "hono";
import type { ApiEnv } from "./caller.ts";

/** Names each request in its answer (`X-Request-Id`): as the caller does, where that is a plain word, else anew. */
export const requestId: MiddlewareHandler<ApiEnv> = async (context, next) => {
  const id = requestIdOf(context.req.header("x-request-id"));
  context.set("requestId", id);
  context.header("X-Request-Id", id);
  await next();
};

/** The id of a request, by the one that its caller gave. */
export const requestIdOf = (given = ""): string => (/^[\w.-]{8,64}$/.test(given) ? given : crypto.randomUUID());
