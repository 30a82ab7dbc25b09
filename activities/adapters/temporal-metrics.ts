import { Context } from "@temporalio/activity";
import type { Metrics } from "../../core/ports/metrics.ts";

/** Counts on the meter of the running activity: they stand beside the SDK's own at the worker's `/metrics`. */
export const createTemporalMetrics = (): Metrics => ({
  add: (name, labels, by) => Context.current().metricMeter.createCounter(name).add(by, labels),
});
