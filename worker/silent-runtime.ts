import { DefaultLogger, Runtime } from "@temporalio/worker";

/** Say nothing: the SDK's core writes its warnings to stdout, where a command's answer goes. Before anything else of the SDK's worker, once a process. */
export const silentRuntime = (): void =>
  void Runtime.install({
    logger: new DefaultLogger("ERROR", () => undefined),
    telemetryOptions: { logging: { filter: "OFF", forward: {} } },
  });
