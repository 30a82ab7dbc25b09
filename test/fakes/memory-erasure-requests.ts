import { randomUUID } from "node:crypto";
import { SillageError } from "../../core/errors.ts";
import type { ErasureRequests, ErasureReason } from "../../core/ports/erasure-requests.ts";

/** ErasureRequests of people in memory; `finish` ends the one that is under way. */
export type MemoryErasureRequests = ErasureRequests & {
  readonly under: ReadonlyMap<string, { readonly id: string; readonly reason: ErasureReason }>;
  readonly finish: (pid: string) => Promise<void>;
};

/** Make erasures of people with these pseudonyms. */
export function memoryErasureRequests(pids: readonly string[]): MemoryErasureRequests {
  const living = new Set(pids);
  const under = new Map<string, { readonly id: string; readonly reason: ErasureReason }>();
  return {
    under,
    async request(pid, reason) {
      if (!living.has(pid))
        throw new SillageError({
          code: "pii.unknown-person",
          message: "Nobody has this pseudonym.",
          fix: "Nothing is left to erase.",
        });
      const known = under.get(pid) ?? { id: randomUUID(), reason };
      under.set(pid, known);
      return known.id;
    },
    async finish(pid) {
      living.delete(pid);
      under.delete(pid);
    },
  };
}
