import type { IdentityStore } from "../core/ports/identity-store.ts";
import type { FormerKey } from "../core/ports/renewed-keys.ts";
import { sealingKey, type SealingKey } from "./sealed-value.ts";
import { unwrapPersonKey, wrapKey } from "./wrap-key.ts";

const label = (lookup: string): string => `former/${lookup}`;

/** A key that drains, wrapped under the one that took its place. */
export const wrapFormer = (own: SealingKey, lookup: string, former: Uint8Array): Buffer =>
  wrapKey(own.key, label(lookup), former);

/** A key that drains: since when (ISO), and by which renewal. */
export type DrainingKey = SealingKey & Pick<FormerKey, "seq" | "renewedAt">;

/** The keys of a person that drain, the newest first: it is opened by their own, each that follows by the one before it. Throws `pii.person-key`. */
export async function formerKeysOf(
  identity: Pick<IdentityStore, "formerKeys">,
  lookup: string,
  own: SealingKey,
): Promise<readonly DrainingKey[]> {
  const opened: DrainingKey[] = [];
  for (const { seq, wrappedKey, renewedAt } of await identity.formerKeys(lookup)) {
    const { key } = opened.at(-1) ?? own;
    opened.push({ ...sealingKey(unwrapPersonKey(key, label(lookup), wrappedKey)), seq, renewedAt });
  }
  return opened;
}
