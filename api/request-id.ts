import type { MiddlewareHandler } from "hono";
import type { ApiEnv } from "./caller.ts";

/** Names each request in its answer (`X-Request-Id`): as the caller does, where that is a plain word, else anew. */
export const requestId: MiddlewareHandler<ApiEnv> = async (context, next) => {
  const given = context.req.header("x-request-id") ?? "";
  const id = /^[\w.-]{8,64}$/.test(given) ? given : crypto.randomUUID();
  context.set("requestId", id);
  context.header("X-Request-Id", id);
  await next();
};
