import type { Command } from "commander";
import { parseConfig, type Config, type Environment } from "../../config.ts";
import type { DeployedGraph } from "../../db/declare/graph.ts";
import { prepareDataDir } from "../../dev/stack/data-dir.ts";
import { compose, type Parts } from "../../worker/compose.ts";
import type { DatabaseRole } from "../../db/database-role.ts";
import { readyDatabase } from "../../worker/ready-database.ts";
import type { Waiting } from "../../worker/until-it-answers.ts";
import { loadDeployment } from "../load-deployment.ts";
import { refuseBesideStack, temporalAddress } from "../reach.ts";
import { environmentOf } from "../environment-of.ts";
import { settingsOf } from "../settings.ts";
import { stackEnvironment } from "../stack-environment.ts";
import { systemClock } from "../system-clock.ts";

/** What a process of a deployment runs on. A server of its database is asked nothing until `prepare`. `close` closes all that was opened. */
export type Opened<Held> = {
  readonly parts: Parts;
  readonly config: Config;
  readonly environment: Environment;
  readonly address: string;
  /** Wait until the database is ready for work, and open what the process holds of keys. Throws what keeps it away for good. */
  readonly prepare: (waiting: Waiting) => Promise<Held>;
  readonly close: () => Promise<void>;
};

/** Refuses settings that a process cannot work on. */
export type Proof = (deployed: DeployedGraph, environment: Environment) => void;

/** Opens what a process holds of keys, and nothing that it does not; statements of the identity store are as long as the role allows, too. */
type Hold<Held> = (config: Config, dataDir: string, waiting: Waiting, role: DatabaseRole) => Promise<Held>;

/** Open what a worker or the API needs, with the keys that `hold` opens, statements as long as the role allows. Throws `stack.absent`, `stack.owns-database`, `usage.data-dir` and what `prove` throws before anything is made. */
export async function openProcess<Held extends { readonly close: () => Promise<void> } | undefined>(
  command: Command,
  hold: Hold<Held>,
  { role = "ingestion", prove = () => undefined }: { readonly role?: DatabaseRole; readonly prove?: Proof } = {},
): Promise<Opened<Held>> {
  const settings = settingsOf(command);
  const { dataDir } = settings;
  const environment = await stackEnvironment(dataDir, environmentOf(settings));
  const config = parseConfig(environment);
  const address = await temporalAddress(dataDir);
  await refuseBesideStack(settings);
  const deployed = await loadDeployment(settings.graph);
  prove(deployed, environment);
  await prepareDataDir(dataDir);
  const parts = await compose({
    config,
    environment,
    deployed,
    dataDir,
    clock: systemClock,
    role,
  });
  let held: Held | undefined;
  return {
    parts,
    config,
    environment,
    address,
    async prepare(waiting) {
      const embedded = config.DATABASE_URL === undefined;
      await readyDatabase({ database: parts.database, role, embedded, mergeFactor: config.MERGE_FACTOR }, waiting);
      const opened = await hold(config, dataDir, waiting, role);
      held = opened;
      return opened;
    },
    async close() {
      await parts.close();
      await held?.close();
    },
  };
}
