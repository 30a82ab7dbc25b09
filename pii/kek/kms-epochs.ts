import type { KMSClient } from "@aws-sdk/client-kms";
import type { Kek } from "../kek.ts";
import { kmsRefusal } from "./kms-refusal.ts";

/** The package, imported where it is needed. */
export type KmsPackage = typeof import("@aws-sdk/client-kms");

/** The least that KMS waits before it destroys a key. */
const waitDays = 7;

const told = (error: unknown): never => {
  throw kmsRefusal(error).error;
};

/** The alias of an epoch's key. */
export const epochAlias = (epochs: string, epoch: number): string => `alias/${epochs}-epoch-${epoch}`;

/** A key by id or alias; undefined when there is none. */
export async function describedKey(kms: KmsPackage, client: KMSClient, key: string) {
  const found = await client.send(new kms.DescribeKeyCommand({ KeyId: key })).catch((error: unknown) => {
    if (kmsRefusal(error).kind !== "missing") throw kmsRefusal(error).error;
  });
  return found?.KeyMetadata;
}

/** Epochs as keys of KMS, each with an alias. A start that ends between key and alias leaves a key that wraps nothing. */
export const kmsEpochs = (
  kms: KmsPackage,
  client: KMSClient,
  epochs: string,
): Pick<Kek, "createEpochKey" | "destroyEpochKey"> => ({
  async createEpochKey(epoch) {
    const alias = epochAlias(epochs, epoch);
    if ((await describedKey(kms, client, alias)) !== undefined) return;
    const order = {
      Description: `Sillage, key of epoch ${epoch}`,
      Tags: [{ TagKey: "sillage-epoch", TagValue: String(epoch) }],
    };
    const { KeyMetadata } = await client.send(new kms.CreateKeyCommand(order)).catch(told);
    await client.send(new kms.CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyMetadata?.KeyId })).catch(told);
  },
  async destroyEpochKey(epoch) {
    const key = await describedKey(kms, client, epochAlias(epochs, epoch));
    if (key === undefined) return { effectiveAt: new Date().toISOString() };
    if (key.DeletionDate !== undefined) return { effectiveAt: key.DeletionDate.toISOString() };
    const order = new kms.ScheduleKeyDeletionCommand({ KeyId: key.KeyId, PendingWindowInDays: waitDays });
    const { DeletionDate } = await client.send(order).catch(told);
    return { effectiveAt: (DeletionDate ?? new Date(Date.now() + waitDays * 86_400_000)).toISOString() };
  },
});
