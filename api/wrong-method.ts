import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ApiEnv } from "./caller.ts";
import { problem } from "./problem.ts";

type Way = { readonly method: string; readonly path: RegExp };

/** What a request is told that no handler took: the methods that its address has, else that there is nothing there. */
export function tellNotFound(app: OpenAPIHono<ApiEnv>): (context: Context) => Response {
  let ways: readonly Way[] | undefined;
  return (context) => {
    ways ??= waysOf(app);
    const allowed = ways.filter(({ path }) => path.test(context.req.path)).map(({ method }) => method);
    if (allowed.length === 0) return problem(context, 404, "not-found", "There is nothing here.");
    context.header("Allow", allowed.join(", "));
    return problem(context, 405, "method-not-allowed", "There is no such method here.");
  };
}

const waysOf = ({ openAPIRegistry }: OpenAPIHono<ApiEnv>): readonly Way[] =>
  openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === "route"
      ? [
          {
            method: definition.route.method.toUpperCase(),
            path: new RegExp(`^${definition.route.path.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`),
          },
        ]
      : [],
  );
