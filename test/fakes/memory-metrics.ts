import type { Metrics } from "../../core/ports/metrics.ts";

/** Metrics that are remembered, each `add` as it came. */
export function memoryMetrics(): Metrics & { readonly told: readonly unknown[] } {
  const told: unknown[] = [];
  return { told, add: (name, labels, by) => void told.push({ name, ...labels, by }) };
}
