import type { LedgerHead } from "../../core/erasure-ledger.ts";
import type { ErasurePort } from "../../core/ports/erasure.ts";

/** A target that knows numbers of the ledger only. */
export function erasingDatabase(): ErasurePort {
  let head = 0;
  const kept: LedgerHead[] = [];
  return {
    async erasePeople(seq) {
      head = Math.max(head, seq);
      return [];
    },
    purgeErased: async () => 0,
    countPeople: async () => [],
    hidePeople: async () => 0,
    showPeople: async () => undefined,
    erasedThrough: async () => head,
    keepEntry: async (entry) => void kept.push(entry),
    lastEntry: async () => kept.at(-1),
  };
}
