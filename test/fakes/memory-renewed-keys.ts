import type { Epoch } from "../../core/ports/identity-store.ts";
import type { FormerKey, RenewedKeyPort } from "../../core/ports/renewed-keys.ts";
import type { Kept } from "./memory-identity-store.ts";

/** People's keys made anew in memory, on the people and epochs of the fake store. */
export function memoryRenewedKeys(
  subjects: Map<string, Kept>,
  epochs: ReadonlyMap<number, Epoch>,
  now: () => Date,
): RenewedKeyPort {
  const former = new Map<string, FormerKey>();
  let renewals = 0;
  const living = (lookup: string): FormerKey | undefined =>
    subjects.get(lookup)?.wrappedKey == null ? undefined : former.get(lookup);
  return {
    async renewKey(renewed) {
      const known = subjects.get(renewed.lookup);
      const isSame = known?.epoch === renewed.epoch && known.kid !== null && Buffer.from(known.kid).equals(renewed.was);
      if (known === undefined || !isSame || epochs.get(renewed.epoch)?.state !== "active") return false;
      if (living(renewed.lookup) !== undefined) return false;
      subjects.set(renewed.lookup, { ...known, wrappedKey: renewed.wrappedKey, kid: renewed.kid });
      former.set(renewed.lookup, { wrappedKey: renewed.former, kid: renewed.was, renewedAt: now().toISOString() });
      renewals++;
      return true;
    },
    formerKey: async (lookup) => living(lookup),
    async endFormerKey(lookup, kid) {
      if (Buffer.from(former.get(lookup)?.kid ?? []).equals(kid)) former.delete(lookup);
    },
    countFormerKeys: async (before) => [...former.values()].filter(({ renewedAt }) => renewedAt < before).length,
    countRenewed: async () => renewals,
  };
}
