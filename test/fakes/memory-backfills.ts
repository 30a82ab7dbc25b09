import type { BackfillRecord } from "../../core/backfill/track.ts";
import type { BackfillPort } from "../../core/ports/backfills.ts";

/** Backfills kept in memory. */
export function memoryBackfills(): BackfillPort {
  const records = new Map<string, BackfillRecord>();
  return {
    async beginBackfill(begun) {
      const wanted = new Set(begun.tracks.map(({ asset }) => asset));
      const held = [...records.values()]
        .filter(({ id, state }) => id !== begun.id && state === "running")
        .flatMap(({ id, tracks }) =>
          tracks.filter(({ asset }) => wanted.has(asset)).map(({ asset }) => ({ asset, by: id })),
        );
      const { startedAt } = records.get(begun.id) ?? begun;
      if (held.length === 0) records.set(begun.id, { ...begun, startedAt, state: "running", endedAt: null });
      return held;
    },
    async saveBackfill(kept) {
      const known = records.get(kept.id);
      if (known !== undefined) records.set(kept.id, { ...known, ...kept });
    },
    backfill: async (id) => records.get(id),
    backfills: async () => [...records.values()].sort((left, right) => (left.id < right.id ? 1 : -1)),
  };
}
