import type { Context } from "hono";
import type { ParameterError } from "./kpi-question.ts";
import { problem } from "./problem.ts";

/** Refuse what was sent, with all that does not fit at once: names and rules, never a value. */
export const invalid = (context: Context, errors: readonly ParameterError[]): Response =>
  problem(context, 400, "invalid-parameter", "A parameter is unknown or does not fit.", { errors });

/** What a schema finds. */
export type Issue = { readonly code: string; readonly message: string; readonly path: readonly PropertyKey[] };

/** What of a request breaks which rule, but for parameters of which something was said already. */
export function toErrors(issue: Issue, said: readonly string[]): readonly ParameterError[] {
  if ("keys" in issue && Array.isArray(issue.keys))
    return issue.keys.map(String).flatMap((key) => (said.includes(key) ? [] : [unreadParameter(key)]));
  if (said.includes(String(issue.path[0]))) return [];
  return [{ path: issue.path.join("."), rule: issue.code === "custom" ? issue.message : issue.code }];
}

/** A parameter that nobody reads. */
export const unreadParameter = (name: string): ParameterError => ({ path: tellable(name), rule: "unrecognized_keys" });

/** A caller may have written anything for a parameter's name: one that looks like a name is told back to him. */
export const tellable = (name: string): string => (/^[A-Za-z][A-Za-z_]{0,30}$/.test(name) ? name : "(unknown)");
