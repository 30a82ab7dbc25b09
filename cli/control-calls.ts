import { resolveSources, type Environment } from "../config.ts";
import type { Clock } from "../core/ports/clock.ts";
import type { ControlCalls } from "../worker/control-server.ts";
import type { Keys } from "../worker/keys.ts";
import type { Parts } from "../worker/compose.ts";
import { verifyTables } from "./verify-tables.ts";

/** What a command may ask of a running runtime: the database's calls, its clock and sources, the comparison with a ledger. */
export const controlCalls = ({
  parts,
  keys,
  clock,
  environment,
}: {
  readonly parts: Parts;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly environment: Environment;
}): ControlCalls => ({
  describe: async () => parts.database.describe(),
  now: async () => clock.now().toISOString(),
  sources: async () => resolveSources(parts.deployed.graph.spec.sources, environment).size,
  migrate: parts.database.migrate,
  mirrors: parts.database.mirrors,
  openLoads: parts.database.openLoads,
  throttleState: parts.database.throttleState,
  setThrottle: parts.database.setThrottle,
  quarantined: parts.database.quarantined,
  query: parts.database.query,
  addApiKey: parts.database.addApiKey,
  verify: (ledgerUrl: string, key: string) => verifyTables({ ...parts, sealer: keys.sealer }, ledgerUrl, key),
});
