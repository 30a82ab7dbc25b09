import type { BlindIndexRow, IdentityStore, RootKeyRow, Subject } from "../../core/ports/identity-store.ts";

/** An identity store in memory; `indexes` shows what was saved. */
export function memoryIdentityStore(): IdentityStore & { readonly indexes: ReadonlyMap<string, BlindIndexRow> } {
  const subjects = new Map<string, Subject>();
  const roots = new Map<string, RootKeyRow>();
  const indexes = new Map<string, BlindIndexRow>();
  return {
    indexes,
    migrate: () => Promise.resolve(),
    close: () => Promise.resolve(),
    findSubjects: async (lookups) => lookups.map((lookup) => subjects.get(lookup)),
    findByPid: async (pid) => [...subjects.values()].find((subject) => subject.pid === pid),
    createSubjects: async (candidates) =>
      candidates.map((candidate) => {
        const stored = subjects.get(candidate.lookup) ?? candidate;
        subjects.set(candidate.lookup, stored);
        return stored;
      }),
    async saveBlindIndexes(rows) {
      for (const row of rows) {
        const key = JSON.stringify([row.field, row.index, row.pid]);
        const known = indexes.get(key);
        if (known === undefined || known.updatedAt < row.updatedAt) indexes.set(key, row);
      }
    },
    rootKeys: async () => [...roots.values()],
    async saveRootKey(row) {
      const key = JSON.stringify([row.purpose, row.epoch]);
      const stored = roots.get(key) ?? row;
      roots.set(key, stored);
      return stored;
    },
  };
}
