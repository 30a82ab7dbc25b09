import type { MiddlewareHandler } from "hono";
import type { ApiEnv } from "./caller.ts";
import { invalid, tellable } from "./invalid.ts";

/** Refuses a parameter that is given twice: which one was meant nobody can say. */
export const refuseRepeated: MiddlewareHandler<ApiEnv> = async (context, next) => {
  const repeated = Object.entries(context.req.queries()).filter(([, values]) => values.length > 1);
  return repeated.length === 0
    ? next()
    : invalid(
        context,
        repeated.map(([name]) => ({ path: tellable(name), rule: "given_twice" })),
      );
};
