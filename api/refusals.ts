import { problemSchema } from "./problem-schema.ts";

const reasons = {
  400: "A parameter is unknown or does not fit; `errors` names each.",
  401: "No usable key or token.",
  403: "It lacks the scope.",
  404: "There is nothing of this name or number.",
  406: "JSON and CSV are served.",
  409: "It cannot be now; `code` says why, `detail` what to do.",
  410: "It was there, and nothing brings it back; `code` says why.",
  413: "The body is larger than an order needs.",
  429: "Too many requests: wait for `Retry-After` seconds.",
  503: "An asset that is read was never built, or the database or Temporal does not answer: ask again after `Retry-After` seconds.",
};
type Refusal = { readonly description: string; readonly content: typeof content };
const content = { "application/problem+json": { schema: problemSchema } };

/** The problems of an operation, for the OpenAPI document. */
export const refusals = (...statuses: readonly (keyof typeof reasons)[]): Readonly<Record<number, Refusal>> =>
  Object.fromEntries(statuses.map((status) => [status, { description: reasons[status], content }]));
