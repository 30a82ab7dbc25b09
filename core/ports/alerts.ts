import type { Incident } from "../automation/incident.ts";

/** What somebody is told: that an incident opened; or that it is over, since the asset is well again or no longer declared. `id` is the same at each try. */
export type Notice = {
  readonly id: string;
  readonly event: "opened" | "recovered" | "removed";
  readonly incident: Incident;
};

/** Tells incidents to somebody. Throws `alert.unreachable`, `alert.failed` (both retryable) and `alert.refused`. */
export type Alerts = { readonly deliver: (notice: Notice, signal: AbortSignal) => Promise<void> };
