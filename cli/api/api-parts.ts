import type { Client } from "@temporalio/client";
import type { ApiDeps } from "../../api/deps.ts";
import type { Config } from "../../config.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type { Parts } from "../../worker/compose.ts";
import { apiAccess } from "./access.ts";
import { apiOperations } from "./operations.ts";

/** How long an API believes what it knows: an answer as long as it lets caches do so, the state of assets and keys for a moment only. */
export const apiMemory: NonNullable<ApiDeps["memory"]> = { stateMs: 1_000, answersMs: 60_000 };

/** What every API is made of alike, wherever it is served. `client` throws while there is none. Throws as `apiAccess`. */
export const apiParts = (
  { deployed, database }: Pick<Parts, "deployed" | "database">,
  { config, clock, client }: { readonly config: Config; readonly clock: Clock; readonly client: () => Client },
): Pick<
  ApiDeps,
  "deployed" | "database" | "clock" | "operations" | "access" | "memory" | "temporalUi" | "workflowPage"
> => ({
  deployed,
  database,
  clock,
  operations: apiOperations({ client, database, deployed, clock, ingestion: config.INGESTION_TRIGGER }),
  access: apiAccess(config),
  memory: { ...apiMemory, ...(config.LOOK_AHEAD_SECONDS > 0 && { aheadMs: 1_000 * config.LOOK_AHEAD_SECONDS }) },
  temporalUi: config.TEMPORAL_UI_URL,
  ...(config.TEMPORAL_UI_URL !== undefined && { workflowPage: workflowPages(config.TEMPORAL_UI_URL, config) }),
});

const workflowPages =
  (ui: string, { TEMPORAL_NAMESPACE: namespace }: Pick<Config, "TEMPORAL_NAMESPACE">) =>
  (id: string): string =>
    `${ui.replace(/\/$/, "")}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(id)}`;
