import type { BlindIndexRow, IdentityStore } from "../../core/ports/identity-store.ts";
import type { IndexStep, IndexVersion, IndexVersionPort } from "../../core/ports/index-versions.ts";

/** Blind indexes in memory, and their versions. */
export function memoryIndexes(
  indexes: Map<string, BlindIndexRow>,
  isKnown: (pid: string) => boolean,
  now: () => Date,
): IndexVersionPort & Pick<IdentityStore, "saveBlindIndexes"> {
  const versions = new Map<number, IndexVersion>([[1, { version: 1, state: "active" }]]);
  /** Since when versions drain. */
  const since = new Map<number, string>();
  const keyOf = (field: string, index: string, pid: string) => JSON.stringify([field, index, pid]);
  const lagging = ({ field, from, to }: IndexStep) =>
    [...indexes.values()]
      .filter((row) => row.field === field && row.index === from)
      .filter(({ pid, updatedAt }) => (indexes.get(keyOf(field, to, pid))?.updatedAt ?? "") < updatedAt)
      .toSorted((left, right) => (left.pid < right.pid ? -1 : 1))
      .map(({ pid, updatedAt }) => ({ pid, updatedAt }));
  return {
    async saveBlindIndexes(version, rows) {
      if (versions.get(version)?.state !== "active") return false;
      for (const row of rows) {
        if (!isKnown(row.pid)) continue;
        const key = keyOf(row.field, row.index, row.pid);
        const known = indexes.get(key);
        if (known === undefined || known.updatedAt < row.updatedAt) indexes.set(key, row);
        for (const instead of row.instead ?? []) {
          const former = indexes.get(keyOf(row.field, instead, row.pid));
          if (former !== undefined && former.updatedAt <= row.updatedAt)
            indexes.set(keyOf(row.field, instead, row.pid), { ...former, value: Buffer.alloc(0) });
        }
      }
      return true;
    },
    indexVersions: async () => [...versions.values()],
    async beginIndexVersion(version) {
      if (versions.has(version)) return;
      for (const [other, row] of versions)
        if (row.state === "active" && other < version) {
          versions.set(other, { ...row, state: "draining" });
          since.set(other, now().toISOString());
        }
      versions.set(version, { version, state: "active" });
    },
    async endIndexVersion(version) {
      if (versions.get(version)?.state !== "draining") return;
      for (const [key, { index }] of indexes)
        if (version === 1 ? !index.includes("/") : index.endsWith(`/${version}`)) indexes.delete(key);
      versions.set(version, { version, state: "destroyed" });
      since.delete(version);
    },
    laggingIndexes: async (step, after, limit) =>
      lagging(step)
        .filter(({ pid }) => pid > after)
        .slice(0, limit),
    countLagging: async (step) => lagging(step).length,
    countDraining: async (before) => [...since.values()].filter((instant) => instant < before).length,
  };
}
