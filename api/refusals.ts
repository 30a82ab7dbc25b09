import { problemSchema } from "./kpi-schema.ts";

const reasons = {
  400: "A parameter is unknown or does not fit; `errors` names each.",
  401: "No usable key.",
  403: "The key lacks the scope.",
  404: "There is no such site.",
  406: "JSON and CSV are served.",
  429: "Too many requests: wait for `Retry-After` seconds.",
  503: "An asset that the KPI reads was never built, or the database does not answer: ask again after `Retry-After` seconds.",
};
type Refusal = { readonly description: string; readonly content: typeof content };
const content = { "application/problem+json": { schema: problemSchema } };

/** The problems of an operation, for the OpenAPI document. */
export const refusals = (...statuses: readonly (keyof typeof reasons)[]): Readonly<Record<number, Refusal>> =>
  Object.fromEntries(statuses.map((status) => [status, { description: reasons[status], content }]));
