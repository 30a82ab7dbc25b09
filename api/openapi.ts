import type { DeployedGraph } from "../db/declare/graph.ts";
import { createApp, openApiInfo } from "./create-app.ts";

/** The OpenAPI 3.1 document of a deployment, without any server. */
export function openApiDocument(deployed: DeployedGraph): object {
  const absent = async () => undefined;
  const app = createApp({
    deployed,
    database: {
      read: async () => [],
      mirror: absent,
      mirrors: async () => [],
      findApiKey: absent,
      describe: () => "none",
    },
    clock: { now: () => new Date(0) },
    aliasOf: () => "",
    events: { token: undefined, bucket: "", store: { head: absent }, onObjects: async () => undefined },
    temporalUi: undefined,
    report: () => undefined,
  });
  return app.getOpenAPI31Document(openApiInfo);
}
