import { memoryIndexes } from "./memory-indexes.ts";
import { memoryRenewedKeys } from "./memory-renewed-keys.ts";
import { memoryRequests } from "./memory-requests.ts";
import { memoryReveals } from "./memory-reveals.ts";
import type { BlindIndexRow, Epoch, IdentityStore, RootKeyRow, Subject } from "../../core/ports/identity-store.ts";

/** People of a page. */
const page = 1_000;

/** A person as the fake keeps one. */
export type Kept = Subject & { readonly kid: Uint8Array | null };

const alive = ({ lookup, wrappedKey, kid }: Kept) =>
  wrappedKey === null || kid === null ? [] : [{ lookup, wrappedKey, kid }];

/** An identity store in memory, whose clock is given; `indexes` shows what was saved. */
export function memoryIdentityStore(now = () => new Date()): IdentityStore & {
  readonly indexes: ReadonlyMap<string, BlindIndexRow>;
} & ReturnType<typeof memoryReveals> {
  const subjects = new Map<string, Kept>();
  const epochs = new Map<number, Epoch>();
  const began = new Map<number, string>();
  const made = new Map<string, { readonly epoch: number; readonly at: string }>();
  const exposed = (epoch: number) =>
    [...subjects.values()].filter((subject) => {
      const { epoch: first = epoch } = made.get(subject.lookup) ?? {};
      return first <= epoch && subject.epoch >= epoch;
    });
  const living = (epoch: number) => [...subjects.values()].filter((subject) => subject.epoch === epoch).flatMap(alive);
  const sinceOf = (lookup: string, epoch: number): string =>
    [made.get(lookup)?.at ?? "", began.get(epoch) ?? ""].toSorted()[1] ?? "";
  const roots = new Map<string, RootKeyRow>();
  const indexes = new Map<string, BlindIndexRow>();
  return {
    ...memoryRequests(subjects, indexes),
    ...memoryIndexes(indexes, (pid) => [...subjects.values()].some((subject) => subject.pid === pid), now),
    ...memoryRenewedKeys(subjects, epochs, now),
    ...memoryReveals(() => [...subjects.values()].flatMap(({ pid }) => pid ?? [])),
    indexes,
    migrate: () => Promise.resolve(),
    close: () => Promise.resolve(),
    findSubjects: async (lookups) => lookups.map((lookup) => subjects.get(lookup)),
    findByPid: async (pid) => [...subjects.values()].find((subject) => subject.pid === pid),
    createSubjects: async (candidates) =>
      candidates.flatMap((candidate) => {
        const known = subjects.get(candidate.lookup);
        if (known === undefined && epochs.get(candidate.epoch)?.state !== "active") return [];
        const stored = known ?? candidate;
        subjects.set(candidate.lookup, stored);
        if (known === undefined) made.set(candidate.lookup, { epoch: candidate.epoch, at: now().toISOString() });
        return [stored];
      }),
    rootKeys: async () => [...roots.values()],
    async saveRootKey(row) {
      const key = JSON.stringify([row.purpose, row.epoch]);
      const stored = roots.get(key) ?? row;
      roots.set(key, stored);
      return stored;
    },
    async replaceRootKey(row, was) {
      const key = JSON.stringify([row.purpose, row.epoch]);
      const stored = roots.get(key);
      if (stored !== undefined && Buffer.from(was).equals(stored.wrapped)) roots.set(key, row);
    },
    async dropRootKey(purpose, epoch) {
      roots.delete(JSON.stringify([purpose, epoch]));
    },
    epochs: async () => [...epochs.values()].toSorted((left, right) => left.epoch - right.epoch),
    async beginEpoch(epoch) {
      for (const [other, row] of epochs)
        if (other < epoch && row.state === "active") epochs.set(other, { ...row, state: "draining" });
      if (!epochs.has(epoch)) began.set(epoch, now().toISOString());
      epochs.set(epoch, epochs.get(epoch) ?? { epoch, state: "active", effectiveAt: null });
    },
    async endEpoch(epoch, effectiveAt) {
      epochs.set(epoch, { epoch, state: "destroyed", effectiveAt });
    },
    async subjectsOfEpoch(epoch, at) {
      const after = living(epoch)
        .filter(({ lookup }) => lookup > at)
        .toSorted((left, right) => (left.lookup < right.lookup ? -1 : 1));
      const people = after.slice(0, page);
      return { at, people, next: after.length > page ? people.at(-1)?.lookup : undefined };
    },
    async moveSubjects({ from, to }, { people }) {
      for (const { lookup, wrappedKey } of people) {
        const stored = subjects.get(lookup);
        if (stored?.epoch === from) subjects.set(lookup, { ...stored, epoch: to, wrappedKey });
      }
    },
    countSubjects: async (epoch) => living(epoch).length,
    async epochExposure(epoch) {
      const known = epochs.get(epoch);
      if (known === undefined) return undefined;
      const [all, alive] = [exposed(epoch).length, exposed(epoch).filter(({ pid }) => pid !== null).length];
      return { ...known, since: began.get(epoch) ?? "", living: alive, erased: all - alive };
    },
    exposedPeople: async (epoch, after, most) =>
      exposed(epoch)
        .flatMap(({ pid, lookup }) => (pid === null || pid <= after ? [] : [{ pid, since: sinceOf(lookup, epoch) }]))
        .toSorted((left, right) => (left.pid < right.pid ? -1 : 1))
        .slice(0, most),
  };
}
