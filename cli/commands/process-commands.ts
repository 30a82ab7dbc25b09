import type { Command } from "commander";
import { startApi } from "../../api/start.ts";
import { parseConfig, processEnvironment } from "../../config.ts";
import { SillageError } from "../../core/errors.ts";
import { compose } from "../../worker/compose.ts";
import { startWorker, type Role } from "../../worker/start.ts";
import { loadDeployment } from "../load-deployment.ts";
import { withDatabase } from "../reach.ts";
import { outputOf, settingsOf } from "../settings.ts";
import { untilStopped } from "../until-stopped.ts";

const systemClock = { now: () => new Date() };

/** Commands that run one process of a deployment, or prepare its database. */
export function processCommands(program: Command): void {
  program
    .command("worker")
    .description("Run workers for some roles against a Temporal server.")
    .option("--role <roles>", "comma-separated: control, extract, ingest", "control,extract,ingest")
    .addHelpText("after", "\nExample:\n  $ sillage worker --role extract\n  $ sillage worker --role control,ingest")
    .action(async (options: { role: string }, command: Command) => {
      const { parts, config } = await opened(command);
      const roles = options.role.split(",").map(roleName);
      const worker = await startWorker({
        address: config.TEMPORAL_ADDRESS ?? "127.0.0.1:7233",
        namespace: config.TEMPORAL_NAMESPACE,
        roles,
        deps: parts.depsFor,
        ingestion: config.INGESTION_TRIGGER,
        sensor: { listEvery: config.LANDING_LIST_SECONDS * 1000, grace: config.LANDING_GRACE_SECONDS * 1000 },
        report: outputOf(command).progress,
      });
      outputOf(command).progress(`working as ${roles.join(", ")}`);
      await untilStopped();
      await worker.stop();
      await parts.close();
    });
  program
    .command("api")
    .description("Run the KPI API.")
    .action(async (_, command: Command) => {
      const { parts, config } = await opened(command);
      const api = await startApi(
        {
          deployed: parts.deployed,
          database: parts.database,
          clock: systemClock,
          aliasOf: parts.aliasOf,
          events: { token: undefined, bucket: config.S3_BUCKET, store: parts.store, onObject: async () => undefined },
          temporalUi: undefined,
          report: outputOf(command).progress,
        },
        { host: config.API_HOST, port: config.API_PORT },
      );
      outputOf(command).answer({ url: api.url }, () => [`KPI API: ${api.url}/docs`]);
      await untilStopped();
      await api.stop();
      await parts.close();
    });
  program
    .command("migrate")
    .description("Apply the missing migrations, under a lock.")
    .action(async (_, command: Command) => {
      const settings = settingsOf(command);
      const applied = await withDatabase(settings.dataDir, await loadDeployment(settings.graph), (database) =>
        database.query("select name from sillage.schema_migration order by at, name"),
      );
      outputOf(command).answer(applied, () => applied.map((row) => String(row["name"])));
    });
}

async function opened(command: Command) {
  const environment = processEnvironment();
  const config = parseConfig(environment);
  const settings = settingsOf(command);
  const parts = await compose({
    config,
    environment,
    deployed: await loadDeployment(settings.graph),
    dataDir: settings.dataDir,
    clock: systemClock,
  });
  return { parts, config };
}

function roleName(name: string): Role {
  if (name === "control" || name === "extract" || name === "ingest") return name;
  throw new SillageError({
    code: "usage.role",
    message: `There is no role "${name}".`,
    fix: "Choose among control, extract, ingest.",
  });
}
