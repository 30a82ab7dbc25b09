import type { Context } from "hono";
import type { Manner } from "./manners.ts";
import { problem } from "./problem.ts";
import type { Taken } from "./rate-limit.ts";

/** Headers that tell a caller of a limit. */
export type LimitHeaders = readonly (readonly [string, string])[];

/** What a caller is told of the limit of a name: `RateLimit-Policy` and `RateLimit`, with `Retry-After` where it asked too much. */
export const limitHeaders = (
  { allowed, left, waitSeconds }: Taken,
  name: "caller" | "address" | "sign-in",
  { burst, perSecond }: Manner,
): LimitHeaders => [
  ["RateLimit-Policy", `"${name}";q=${burst};w=${burst / perSecond}`],
  ["RateLimit", `"${name}";r=${left}`],
  ...(allowed ? [] : [["Retry-After", String(waitSeconds)] as const]),
];

/** What who asked too much is told, beside those headers. */
export const tooMany = (context: Context): Response => problem(context, 429, "too-many-requests", "Too many requests.");
