import type { DeployedGraph } from "../../db/declare/graph.ts";
import { withDatabase } from "../reach.ts";
import type { Settings } from "../settings.ts";
import type { CheckUp } from "./check-up.ts";
import { schemaFinding } from "./schema-finding.ts";

type Look = (settings: Settings, deployed: () => Promise<DeployedGraph>) => ReturnType<CheckUp["look"]>;

/** Whether the database's server is one that can be worked on. */
export const onServer: Look = async (settings, deployed) =>
  withDatabase(settings, await deployed(), (database) => database.suitability());

/** Whether the tables are as they are declared. */
export const onSchema: Look = async (settings, deployed) =>
  withDatabase(settings, await deployed(), async (database) =>
    schemaFinding(await database.alteredColumns(), await database.unapplied()),
  );
