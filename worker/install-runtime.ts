import { DefaultLogger, Runtime } from "@temporalio/worker";
import { SillageError } from "../core/errors.ts";

let isInstalled = false;

/** Warnings only, and signals are left to the process, which stops its parts in their order; `/metrics` for Prometheus on `metricsAddress`, where one is given. Once a process. Throws `metrics.address`. */
export function installRuntime(metricsAddress: string | undefined): void {
  if (isInstalled) return;
  const metrics = metricsAddress === undefined ? undefined : { prometheus: { bindAddress: metricsAddress } };
  try {
    Runtime.install({
      logger: new DefaultLogger("WARN"),
      shutdownSignals: [],
      ...(metrics && { telemetryOptions: { metrics } }),
    });
  } catch (cause) {
    if (metricsAddress === undefined) throw cause;
    throw new SillageError({
      code: "metrics.address",
      message: `Metrics cannot be served on ${metricsAddress}.`,
      fix: "Set METRICS_ADDRESS to an address of this machine and a free port, one for each process: 127.0.0.1:9464.",
      cause,
    });
  }
  isInstalled = true;
}
