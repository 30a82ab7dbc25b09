import type { Context, MiddlewareHandler } from "hono";
import type { ApiKeyPort } from "../core/ports/api-keys.ts";
import type { Scope } from "../core/access/scopes.ts";
import { addressOf, neighbourhoodOf } from "./caller-address.ts";
import type { ApiEnv, Caller } from "./caller.ts";
import type { ApiDeps } from "./deps.ts";
import { verifyApiKey } from "./keys.ts";
import { knownKeys } from "./known-keys.ts";
import { problem } from "./problem.ts";
import type { Addresses } from "./limit-addresses.ts";
import { limitHeaders, tooMany } from "./limit-headers.ts";
import { usualManners } from "./manners.ts";
import { RateLimit } from "./rate-limit.ts";

/**
 * Lets callers in that show who they are, each at its own rate. What an address may ask is limited before its key is
 * looked at, so that guessing keys costs the database nothing more: `againOf` counts there what is answered without
 * asking anew.
 */
export function authenticate(deps: ApiDeps, { againOf }: Pick<Addresses, "againOf">): MiddlewareHandler<ApiEnv> {
  const manner = deps.access?.manners?.caller ?? usualManners.caller;
  const callers = new RateLimit(manner.perSecond, manner.burst);
  const keys = knownKeys(deps.database, deps.memory?.stateMs ?? 0);
  const known: Known = { clock: deps.clock, ...(deps.access && { access: deps.access }), keys };
  return async (context, next) => {
    const address = addressOf(context, deps.access?.trustedProxies ?? []);
    const caller = await callerOf(context, known, address);
    const taken = callers.take(caller === undefined ? `address ${neighbourhoodOf(address)}` : caller.id, Date.now());
    for (const [name, value] of limitHeaders(taken, "caller", manner)) context.header(name, value);
    if (!taken.allowed) return tooMany(context);
    if (caller === undefined) {
      context.header("WWW-Authenticate", "Bearer");
      return problem(context, 401, "unauthorised", "A usable API key is needed.", {
        detail: "Make one with: sillage keys create --label <who>",
      });
    }
    context.set("caller", caller);
    const addressAgain = againOf(context);
    context.set("again", () => {
      if (!addressAgain()) return undefined;
      const more = callers.take(caller.id, Date.now());
      return more.allowed ? limitHeaders(more, "caller", manner) : undefined;
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
