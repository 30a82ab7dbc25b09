import { parseConfig, resolveSources } from "../../config.ts";
import type { DeployedGraph } from "../../db/declare/graph.ts";
import { missingStatements } from "../../db/declare/generate-migrations.ts";
import { locateTool } from "../../dev/tools/find-tool.ts";
import { temporalTool, versitygwTool, type ToolSpec } from "../../dev/tools/tool.ts";
import { errorDocument } from "../../worker/control-error.ts";
import { loadDeployment } from "../load-deployment.ts";
import { runtimeCall, withDatabase } from "../reach.ts";
import { environmentOf } from "../environment-of.ts";
import { type Settings } from "../settings.ts";
import { stackEnvironment } from "../stack-environment.ts";
import type { CheckUp } from "./check-up.ts";
import { onKeys } from "./on-keys.ts";
import { onLogRate } from "./on-log-rate.ts";
import { onReaders } from "./on-readers.ts";
import { onSchema, onServer } from "./on-server.ts";
import { onTemporal } from "./on-temporal.ts";
import { waiting } from "./waiting.ts";

type Deployed = () => Promise<DeployedGraph>;

/** What `sillage doctor` looks at: declarations, settings, tools, database, Temporal, and what waits for a person. */
export function checkUps(settings: Settings): readonly CheckUp[] {
  const deployed: Deployed = () => loadDeployment(settings.graph);
  const environment = () => stackEnvironment(settings.dataDir, environmentOf(settings));
  return [
    { part: "node", look: async () => process.version },
    {
      part: "declarations",
      look: async () => `${(await deployed()).graph.assets.length} assets, graph ${(await deployed()).graph.hash}`,
    },
    { part: "migrations", look: () => onMigrations(deployed) },
    { part: "settings", look: async () => (parseConfig(await environment()), "usable") },
    { part: "keys", look: async () => onKeys(await environment(), settings.dataDir) },
    { part: "sources", look: () => onSources(settings, deployed) },
    { part: "temporal program", look: () => onTool(settings, temporalTool) },
    { part: "S3 program", look: () => onTool(settings, versitygwTool) },
    { part: "database", look: () => onDatabase(settings, deployed) },
    { part: "server", look: () => onServer(settings, deployed) },
    { part: "schema", look: () => onSchema(settings, deployed) },
    { part: "log rate", look: () => onLogRate(settings, deployed) },
    { part: "temporal", look: () => onTemporal(settings) },
    { part: "source readers", look: async () => onReaders(await environment(), settings.dataDir) },
    { part: "waiting for you", look: () => waiting(settings, deployed) },
  ];
}

async function onMigrations(deployed: Deployed): ReturnType<CheckUp["look"]> {
  const { graph, migrations } = await deployed();
  const missing = await missingStatements({ graph }, migrations);
  if (missing.length === 0) return "declarations and migrations agree";
  return {
    state: "warning",
    detail: `${missing.length} statements are not in a migration`,
    fix: "Run `sillage generate <name>`.",
  };
}

/** The running stack's sources, which it may have set itself; else those of this shell. */
async function onSources(settings: Settings, deployed: Deployed): ReturnType<CheckUp["look"]> {
  const { spec } = (await deployed()).graph;
  try {
    const call = await runtimeCall(settings.dataDir);
    const found =
      call === undefined ? resolveSources(spec.sources, environmentOf(settings)).size : await call("sources");
    return `${String(found)} sources have their settings`;
  } catch (error) {
    const detail = errorDocument(error, () => "the settings cannot be read").message;
    return { state: "warning", detail, fix: "Needed where extraction runs only; the demo sets its own." };
  }
}

async function onTool(settings: Settings, tool: ToolSpec): ReturnType<CheckUp["look"]> {
  const found = await locateTool(tool, environmentOf(settings));
  if (found !== undefined) return `${found.path} (${found.how})`;
  return {
    state: "warning",
    detail: `no ${tool.command} here yet`,
    fix: `The stack builds it with Go at its first start; or set ${tool.variable}.`,
  };
}

async function onDatabase(settings: Settings, deployed: Deployed): Promise<string> {
  const found = await deployed();
  const tables = new Set(found.graph.spec.tables.map((table) => table.key));
  const mirrors = await withDatabase(settings, found, (database) => database.mirrors());
  return `${mirrors.filter(({ asset, loadedThrough }) => tables.has(asset) && loadedThrough !== null).length} tables loaded`;
}
