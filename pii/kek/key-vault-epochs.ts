import type { KeyClient } from "@azure/keyvault-keys";
import type { Kek } from "../kek.ts";
import { azureRefusal } from "./azure-refusal.ts";

const rsaBits = 3072;
const pollMs = 1_000;

const told = (error: unknown): never => {
  throw azureRefusal(error).error;
};

const unlessMissing = (error: unknown): undefined => {
  const refusal = azureRefusal(error);
  if (refusal.kind !== "missing") throw refusal.error;
};

/** A key by name, its newest version; undefined when there is none. */
export const keyOf = (client: KeyClient, name: string) => client.getKey(name).catch(unlessMissing);

/** Epochs as keys of Key Vault, deleted and then purged; where purging is forbidden, the vault's wait is its guarantee. */
export const keyVaultEpochs = (
  client: KeyClient,
  nameOf: (epoch: number) => string,
): Pick<Kek, "createEpochKey" | "destroyEpochKey"> => ({
  async createEpochKey(epoch) {
    const name = nameOf(epoch);
    if ((await keyOf(client, name)) !== undefined) return;
    await client.createRsaKey(name, { keySize: rsaBits, keyOps: ["wrapKey", "unwrapKey"] }).catch(told);
  },
  async destroyEpochKey(epoch) {
    const name = nameOf(epoch);
    if ((await keyOf(client, name)) !== undefined) await deleted(client, name).catch(told);
    const gone = await client.getDeletedKey(name).catch(unlessMissing);
    const purges = gone?.properties.recoveryLevel?.includes("Purgeable") === true;
    if (purges) await client.purgeDeletedKey(name).catch(told);
    const later = purges ? undefined : gone?.properties.scheduledPurgeDate;
    return { effectiveAt: (later ?? new Date()).toISOString() };
  },
});

const deleted = async (client: KeyClient, name: string): Promise<unknown> =>
  (await client.beginDeleteKey(name, { intervalInMs: pollMs })).pollUntilDone();
