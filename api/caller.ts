import type { Scope } from "../core/access/scopes.ts";

/** Who asks: `id` as the audit names it; `consumer`, whose aliases people have in its answers. */
export type Caller = { readonly id: string; readonly consumer: string; readonly scopes: readonly Scope[] };

/** What authentication leaves for handlers. */
export type ApiEnv = { Variables: { caller: Caller; requestId: string } };
