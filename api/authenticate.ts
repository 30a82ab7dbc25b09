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

type Manner = { readonly perSecond: number; readonly burst: number };
/** Requests a second and at once: for each caller, or address without a usable key; and for each address, whoever it says it is. */
export type Manners = { readonly caller: Manner; readonly address: Manner };
const usualManners: Manners = { caller: { perSecond: 50, burst: 100 }, address: { perSecond: 200, burst: 400 } };

/**
 * Lets callers in that show who they are, each at its own rate. What an address may ask is limited before its key is
 * looked at, so that guessing keys costs the database nothing more.
 */
export function authenticate(deps: ApiDeps): MiddlewareHandler<ApiEnv> {
  const manners = deps.access?.manners ?? usualManners;
  const addresses = new RateLimit(manners.address.perSecond, manners.address.burst);
  const callers = new RateLimit(manners.caller.perSecond, manners.caller.burst);
  const keys = knownKeys(deps.database, deps.memory?.stateMs ?? 0);
  const known: Known = { clock: deps.clock, ...(deps.access && { access: deps.access }), keys };
  return async (context, next) => {
    const address = addressOf(context, deps.access?.trustedProxies ?? []);
    const near = neighbourhoodOf(address);
    const first = addresses.take(near, Date.now());
    if (!first.allowed) return tooMany(context, limitOf(first, "address", manners.address), first.waitSeconds);
    const caller = await callerOf(context, known, address);
    const taken = callers.take(caller === undefined ? `address ${near}` : caller.id, Date.now());
    const limit = limitOf(taken, "caller", manners.caller);
    if (!taken.allowed) return tooMany(context, limit, taken.waitSeconds);
    for (const [name, value] of limit) context.header(name, value);
    if (caller === undefined) {
      context.header("WWW-Authenticate", "Bearer");
      return problem(context, 401, "unauthorised", "A usable API key is needed.", {
        detail: "Make one with: sillage keys create --label <who>",
      });
    }
    context.set("caller", caller);
    context.set("again", () => {
      const now = Date.now();
      if (!addresses.take(near, now).allowed) return undefined;
      const more = callers.take(caller.id, now);
      return more.allowed ? limitOf(more, "caller", manners.caller) : undefined;
    });
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

type Limit = readonly (readonly [string, string])[];

function tooMany(context: Context, limit: Limit, waitSeconds: number): Response {
  for (const [name, value] of limit) context.header(name, value);
  context.header("Retry-After", String(waitSeconds));
  return problem(context, 429, "too-many-requests", "Too many requests.");
}

/** What a caller is told of a limit. */
const limitOf = ({ left }: Taken, name: keyof Manners, { burst, perSecond }: Manner): Limit => [
  ["RateLimit-Policy", `"${name}";q=${burst};w=${burst / perSecond}`],
  ["RateLimit", `"${name}";r=${left}`],
];
