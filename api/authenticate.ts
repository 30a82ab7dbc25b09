import type { Context, MiddlewareHandler } from "hono";
import type { ApiKeyPort } from "../core/ports/api-keys.ts";
import type { Scope } from "../core/access/scopes.ts";
import { addressOf, neighbourhoodOf } from "./caller-address.ts";
import type { ApiEnv, Caller } from "./caller.ts";
import type { ApiDeps } from "./deps.ts";
import { verifyApiKey } from "./keys.ts";
import { knownKeys } from "./known-keys.ts";
import { problem } from "./problem.ts";
import { RateLimit, type Taken } from "./rate-limit.ts";

/** Requests a second and at once: for each caller, or address without a usable key; and for each address, whoever it says it is. */
const manners = { caller: { perSecond: 50, burst: 100 }, address: { perSecond: 200, burst: 400 } };

/**
 * Lets callers in that show who they are, each at its own rate. What an address may ask is limited before its key is
 * looked at, so that guessing keys costs the database nothing more.
 */
export function authenticate(deps: ApiDeps): MiddlewareHandler<ApiEnv> {
  const addresses = new RateLimit(manners.address.perSecond, manners.address.burst);
  const callers = new RateLimit(manners.caller.perSecond, manners.caller.burst);
  const keys = knownKeys(deps.database, deps.memory?.stateMs ?? 0);
  const known: Known = { clock: deps.clock, ...(deps.access && { access: deps.access }), keys };
  return async (context, next) => {
    const address = addressOf(context, deps.access?.trustedProxies ?? []);
    const near = neighbourhoodOf(address);
    const first = addresses.take(near, Date.now());
    if (!first.allowed) return tooMany(context, first, "address");
    const caller = await callerOf(context, known, address);
    const taken = callers.take(caller === undefined ? `address ${near}` : caller.id, Date.now());
    if (!taken.allowed) return tooMany(context, taken, "caller");
    tellLimit(context, taken, "caller");
    if (caller === undefined) {
      context.header("WWW-Authenticate", "Bearer");
      return problem(context, 401, "unauthorised", "A usable API key is needed.", {
        detail: "Make one with: sillage keys create --label <who>",
      });
    }
    context.set("caller", caller);
    return next();
  };
}

/** Lets callers in that have a scope. */
export const requireScope =
  (scope: Scope, why = `This needs the scope ${scope}.`): MiddlewareHandler<ApiEnv> =>
  async (context, next) =>
    context.get("caller").scopes.includes(scope) ? next() : missingScope(context, scope, why);

/** What a caller without a scope is told. */
export function missingScope(context: Context, scope: Scope, why: string): Response {
  context.header("WWW-Authenticate", `Bearer error="insufficient_scope", scope="${scope}"`);
  return problem(context, 403, "missing-scope", why);
}

type Known = Pick<ApiDeps, "clock" | "access"> & { readonly keys: Pick<ApiKeyPort, "findApiKey"> };

async function callerOf(context: Context, deps: Known, address: string): Promise<Caller | undefined> {
  const given = context.req.header("authorization")?.replace(/^Bearer /i, "") ?? context.req.header("x-api-key") ?? "";
  const now = deps.clock.now();
  return given.startsWith("sil_")
    ? verifyApiKey(given, deps.keys, { now, address })
    : deps.access?.verifyToken?.(given, now);
}

function tooMany(context: Context, taken: Taken, name: keyof typeof manners): Response {
  tellLimit(context, taken, name);
  context.header("Retry-After", String(taken.waitSeconds));
  return problem(context, 429, "too-many-requests", "Too many requests.");
}

function tellLimit(context: Context, { left }: Taken, name: keyof typeof manners): void {
  const { burst, perSecond } = manners[name];
  context.header("RateLimit-Policy", `"${name}";q=${burst};w=${burst / perSecond}`);
  context.header("RateLimit", `"${name}";r=${left}`);
}
