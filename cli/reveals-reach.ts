import { parseConfig } from "../config.ts";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import type { RevealAudit } from "../core/ports/reveals.ts";
import { noClient } from "./no-client.ts";
import { refuseBesideStack, runtimeCall } from "./reach.ts";
import { createOutput } from "./output.ts";
import { loadDeployment } from "./load-deployment.ts";
import { environmentOf } from "./environment-of.ts";
import { type Settings } from "./settings.ts";
import { stackEnvironment } from "./stack-environment.ts";
import { systemClock } from "./system-clock.ts";

/** The audit of reveals as a command reaches it, and whom an epoch's key concerns. */
export type ReachedAudit = RevealAudit & Pick<IdentityStore, "epochExposure" | "exposedPeople">;

/** Use the audit of reveals: through the stack that holds the identity store, else with the keys that the settings name. Throws `stack.owns-database`, and as opening keys does. */
export async function withRevealAudit<Result>(
  settings: Settings,
  work: (audit: ReachedAudit) => Promise<Result>,
): Promise<Result> {
  const call = settings.db === undefined ? await runtimeCall(settings.dataDir) : undefined;
  if (call !== undefined)
    return work({
      verify: () => call("verifyReveals"),
      list: (filter, reasons) => call("listReveals", filter, reasons),
      markDecoy: (asker, pid) => call("markDecoy", asker, pid),
      epochExposure: (epoch) => call("epochExposure", epoch),
      exposedPeople: (epoch, after, most) => call("exposedPeople", epoch, after, most),
    });
  await refuseBesideStack(settings);
  return opened(settings, work);
}

async function opened<Result>(settings: Settings, work: (audit: ReachedAudit) => Promise<Result>): Promise<Result> {
  const [{ compose }, { openKeys }] = await Promise.all([import("../worker/compose.ts"), import("../worker/keys.ts")]);
  const { dataDir } = settings;
  const environment = await stackEnvironment(dataDir, environmentOf(settings));
  const config = parseConfig(environment);
  const deployed = await loadDeployment(settings.graph);
  const parts = await compose({ config, environment, deployed, dataDir, clock: systemClock });
  try {
    const keys = await openKeys(config, dataDir, { report: createOutput(false).progress });
    try {
      const { audit } = parts.revealsFor(noClient, keys);
      const { epochExposure, exposedPeople } = keys.identity;
      return await work({ ...audit, epochExposure, exposedPeople });
    } finally {
      await keys.close();
    }
  } finally {
    await parts.close();
  }
}
