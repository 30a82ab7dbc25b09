import type { Scope } from "../core/access/scopes.ts";
import type { LimitHeaders } from "./limit-headers.ts";

/** Who asks: `id` as the audit names it; `consumer`, whose aliases people have in its answers. */
export type Caller = { readonly id: string; readonly consumer: string; readonly scopes: readonly Scope[] };

/** Counts one more request of the same caller: what it is told of its limit, undefined when it asked too much. */
export type Again = () => LimitHeaders | undefined;

/** What authentication leaves for handlers. */
export type ApiEnv = { Variables: { caller: Caller; again: Again; requestId: string } };
