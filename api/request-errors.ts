import type { Context } from "hono";
import { invalid, tellable, toErrors, type Issue } from "./invalid.ts";
import type { ParameterError } from "./kpi-question.ts";

/** What a schema says of a part of a request. */
type Checked =
  | { readonly success: true }
  | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };

/** Refuses a request whose parameters, or body, do not fit: the hook of all operations that say nothing else. */
export function refuseUnfit(checked: Checked, context: Context): Response | undefined {
  const errors = requestErrors(checked, context);
  return errors.length === 0 ? undefined : invalid(context, errors);
}

/** Parameters that are given twice, of which nobody can say which one was meant, and what else breaks a rule. */
export function requestErrors(checked: Checked, context: Context): readonly ParameterError[] {
  const twice = Object.entries(context.req.queries()).flatMap(([name, values]) => (values.length > 1 ? [name] : []));
  const others = checked.success ? [] : checked.error.issues.flatMap((issue) => toErrors(issue, twice));
  return [...twice.map((name) => ({ path: tellable(name), rule: "given_twice" })), ...others];
}

/** The parameters that are given once. */
export const givenOnce = (context: Context): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(context.req.queries()).flatMap(([name, [value, ...more]]) =>
      value === undefined || more.length > 0 ? [] : [[name, value] as const],
    ),
  );
