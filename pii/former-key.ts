import type { IdentityStore } from "../core/ports/identity-store.ts";
import { sealingKey, type SealingKey } from "./sealed-value.ts";
import { unwrapKey, wrapKey } from "./wrap-key.ts";

const label = (lookup: string): string => `former/${lookup}`;

/** A key that drains, wrapped under the one that took its place. */
export const wrapFormer = (own: SealingKey, lookup: string, former: Uint8Array): Buffer =>
  wrapKey(own.key, label(lookup), former);

/** A key that drains, and since when (ISO). */
export type DrainingKey = SealingKey & { readonly renewedAt: string };

/** The key of a person that drains, opened by their own; undefined for none. Throws `pii.unwrap`. */
export async function formerKeyOf(
  identity: Pick<IdentityStore, "formerKey">,
  lookup: string,
  own: SealingKey,
): Promise<DrainingKey | undefined> {
  const former = await identity.formerKey(lookup);
  if (former === undefined) return undefined;
  const { wrappedKey, renewedAt } = former;
  return { ...sealingKey(unwrapKey(own.key, label(lookup), wrappedKey)), renewedAt };
}
