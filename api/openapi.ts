import type { DeployedGraph } from "../db/declare/graph.ts";
import { createApp, openApiInfo } from "./create-app.ts";

/** The OpenAPI 3.1 document of a deployment, without any server. */
export function openApiDocument(deployed: DeployedGraph): object {
  const absent = async () => undefined;
  const nothing = async () => [];
  const never = () => Promise.reject(new Error("A document answers nothing."));
  const app = createApp({
    deployed,
    database: {
      read: async () => [],
      mirrors: async () => [],
      findApiKey: absent,
      materialisations: nothing,
      throttleState: never,
      changeThrottle: never,
      sourceRates: nothing,
      setSourceRate: absent,
      openLoads: nothing,
      evaluationAt: absent,
      recordAudit: absent,
    },
    operations: {
      startRun: never,
      setRunConcurrency: never,
      planBackfill: never,
      startBackfill: never,
      steerBackfill: never,
      setBackfillConcurrency: never,
      changeAsset: never,
      setWatermark: never,
      runs: nothing,
      run: never,
      backfills: nothing,
    },
    clock: { now: () => new Date(0) },
    aliasOf: () => "",
    events: { token: undefined, bucket: "", store: { head: absent }, onObjects: async () => undefined },
    temporalUi: undefined,
    report: () => undefined,
  });
  return app.getOpenAPI31Document(openApiInfo);
}
