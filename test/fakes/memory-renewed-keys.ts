import type { Epoch } from "../../core/ports/identity-store.ts";
import type { FormerKey, RenewedKeyPort } from "../../core/ports/renewed-keys.ts";
import type { Kept } from "./memory-identity-store.ts";

/** People's keys made anew in memory, on the people and epochs of the fake store. */
export function memoryRenewedKeys(
  subjects: Map<string, Kept>,
  epochs: ReadonlyMap<number, Epoch>,
  now: () => Date,
): RenewedKeyPort {
  /** By person, the newest first. */
  const former = new Map<string, readonly FormerKey[]>();
  let renewals = 0;
  const living = (lookup: string): readonly FormerKey[] =>
    subjects.get(lookup)?.wrappedKey == null ? [] : (former.get(lookup) ?? []);
  return {
    async renewKey(renewed) {
      const known = subjects.get(renewed.lookup);
      const isSame = known?.epoch === renewed.epoch && known.kid !== null && Buffer.from(known.kid).equals(renewed.was);
      if (known === undefined || !isSame || epochs.get(renewed.epoch)?.state !== "active") return false;
      subjects.set(renewed.lookup, { ...known, wrappedKey: renewed.wrappedKey, kid: renewed.kid });
      const made = { seq: ++renewals, wrappedKey: renewed.former, kid: renewed.was, renewedAt: now().toISOString() };
      former.set(renewed.lookup, [made, ...living(renewed.lookup)]);
      return true;
    },
    formerKeys: async (lookup) => living(lookup),
    async endFormerKey(lookup, kid) {
      former.set(
        lookup,
        living(lookup).filter((key) => !Buffer.from(key.kid).equals(kid)),
      );
    },
    countFormerKeys: async (before) =>
      [...former.keys()].flatMap(living).filter(({ renewedAt }) => renewedAt < before).length,
    countRenewed: async () => renewals,
  };
}
