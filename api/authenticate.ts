import type { Context, MiddlewareHandler } from "hono";
import type { ApiDeps } from "./deps.ts";
import { verifyApiKey, type Caller, type Scope } from "./keys.ts";
import { problem } from "./problem.ts";
import { RateLimit } from "./rate-limit.ts";

/** What authentication leaves for handlers. */
export type ApiEnv = { Variables: { caller: Caller } };

/** Requests a second and at once, for each key; and for each address of callers without a usable one. */
const manners = { perSecond: 50, burst: 100 };

/** Lets callers with a usable key in, each at its own rate. A caller without one is known by its socket's address: what headers say of it anyone can write. */
export function authenticate(
  { database, clock }: Pick<ApiDeps, "database" | "clock">,
  scope: Scope = "kpi:read",
): MiddlewareHandler<ApiEnv> {
  const limit = new RateLimit(manners.perSecond, manners.burst);
  return async (context, next) => {
    const given =
      context.req.header("authorization")?.replace(/^Bearer /i, "") ?? context.req.header("x-api-key") ?? "";
    const caller = await verifyApiKey(given, database, clock.now());
    const taken = limit.take(caller === undefined ? `address ${addressOf(context)}` : `key ${caller.id}`, Date.now());
    context.header("RateLimit-Policy", `"default";q=${manners.burst};w=${manners.burst / manners.perSecond}`);
    context.header("RateLimit", `"default";r=${taken.left}`);
    if (!taken.allowed) {
      context.header("Retry-After", String(taken.waitSeconds));
      return problem(context, 429, "too-many-requests", "Too many requests.");
    }
    if (caller === undefined) {
      context.header("WWW-Authenticate", "Bearer");
      return problem(context, 401, "unauthorised", "A usable API key is needed.", {
        detail: "Make one with: sillage keys create --label <who>",
      });
    }
    if (!caller.scopes.includes(scope)) return problem(context, 403, "missing-scope", `This needs the scope ${scope}.`);
    context.set("caller", caller);
    return next();
  };
}

/** The address at the other end of the socket, as the Node server hands it over. */
function addressOf(context: Context): string {
  let found: unknown = context.env;
  for (const name of ["incoming", "socket", "remoteAddress"])
    found = typeof found === "object" && found !== null ? Reflect.get(found, name) : undefined;
  return typeof found === "string" ? found : "unknown";
}
