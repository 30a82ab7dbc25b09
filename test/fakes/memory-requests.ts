import type { BlindIndexRow } from "../../core/ports/identity-store.ts";
import type { KeptTrial, PersonRequest, RequestPort } from "../../core/ports/requests.ts";
import type { Kept } from "./memory-identity-store.ts";

/** Whom a request is about; pseudonym and epoch once they were blanked for it. */
type Filed = { readonly lookup: string; readonly pid: string | null; readonly epoch: number | null };

/** Requests in memory, on the people and indexes of the fake store. */
export function memoryRequests(subjects: Map<string, Kept>, indexes: Map<string, BlindIndexRow>): RequestPort {
  const requests = new Map<string, PersonRequest>();
  const about = new Map<string, readonly Filed[]>();
  const trials = new Map<string, Map<string, string>>();
  const erased = new Map<string, number>();
  /** The day on which an erased person was erased, or sent last, by look-up. */
  const seen = new Map<string, string>();
  const change = (id: string, changed: Partial<PersonRequest>): void => {
    const known = requests.get(id);
    if (known !== undefined) requests.set(id, { ...known, ...changed });
  };
  const dropIndexes = (pids: readonly (string | null)[]): void => {
    for (const [key, { pid }] of indexes) if (pids.includes(pid)) indexes.delete(key);
  };
  const blank = (subject: Kept, at: string): void => {
    if (!seen.has(subject.lookup)) seen.set(subject.lookup, at.slice(0, 10));
    subjects.set(subject.lookup, { ...subject, pid: null, wrappedKey: null, kid: null, restrictedAt: null });
  };
  return {
    lookupsByIndex: async (field, index, value) =>
      [...indexes.values()]
        .filter((row) => row.field === field && row.index === index && Buffer.from(row.value).equals(value))
        .flatMap(({ pid }) => [...subjects.values()].filter((subject) => subject.pid === pid))
        .map(({ lookup }) => lookup),
    async fileRequest(id, openedAt, lookups) {
      if (requests.has(id)) return;
      const known = [...new Set(lookups)].flatMap((lookup) => subjects.get(lookup) ?? []);
      about.set(
        id,
        known.map(({ lookup }) => ({ lookup, pid: null, epoch: null })),
      );
      const people = known.length;
      requests.set(id, { id, openedAt, people, restrictedAt: null, erasedAt: null, certificate: null });
    },
    async widenRequest(id, lookups) {
      const filed = about.get(id) ?? [];
      const others = [...new Set(lookups)].filter((lookup) => filed.every((person) => person.lookup !== lookup));
      const known = others.flatMap((lookup) => subjects.get(lookup) ?? []);
      about.set(id, [...filed, ...known.map(({ lookup }) => ({ lookup, pid: null, epoch: null }))]);
      change(id, { people: filed.length + known.length });
    },
    openRequestAbout: async (lookup) =>
      [...about].find(([, people]) => people.length === 1 && people[0]?.lookup === lookup)?.[0],
    request: async (id) => requests.get(id),
    requests: async () => [...requests.values()].toReversed(),
    requestPeople: async (id) =>
      (about.get(id) ?? []).flatMap(({ lookup, pid, epoch }) => {
        const subject = subjects.get(lookup);
        return subject === undefined ? [] : [{ lookup, pid: subject.pid ?? pid, epoch: epoch ?? subject.epoch }];
      }),
    async restrictRequest(id, at) {
      for (const { lookup } of about.get(id) ?? []) {
        const subject = subjects.get(lookup);
        if (subject !== undefined && subject.pid !== null) subjects.set(lookup, { ...subject, restrictedAt: at });
      }
      change(id, { restrictedAt: at });
    },
    async blankRequest(id, at) {
      const noted = (about.get(id) ?? []).map((person) => {
        const subject = subjects.get(person.lookup);
        return subject === undefined || subject.pid === null
          ? person
          : { lookup: subject.lookup, pid: subject.pid, epoch: subject.epoch };
      });
      about.set(id, noted);
      for (const { lookup, pid } of noted) {
        if (pid !== null) erased.set(pid, erased.get(pid) ?? 0);
        const subject = subjects.get(lookup);
        if (subject !== undefined) blank(subject, at);
      }
      dropIndexes(noted.map(({ pid }) => pid));
    },
    async keepTrial(id, { lookup, trial }) {
      const kept = trials.get(id) ?? new Map<string, string>();
      trials.set(id, kept.set(lookup, kept.get(lookup) ?? trial));
    },
    trialsOf: async (id) =>
      [...(trials.get(id) ?? [])].map(([lookup, trial]) => ({ lookup, trial })).toSorted(byLookup),
    async closeRequest(id, erasedAt, certificate) {
      if (requests.get(id)?.certificate === null) change(id, { erasedAt, certificate });
      about.delete(id);
      trials.delete(id);
    },
    async addErased(seq, pids, at) {
      for (const pid of pids) erased.set(pid, Math.max(seq, erased.get(pid) ?? 0));
      dropIndexes(pids);
      const living = [...subjects.values()].filter(({ pid }) => pid !== null && pids.includes(pid));
      for (const subject of living) blank(subject, at);
      return living.length;
    },
    async noteSent(lookups, at) {
      for (const lookup of lookups) {
        const [day, known] = [at.slice(0, 10), seen.get(lookup)];
        if (known !== undefined && known < day) seen.set(lookup, day);
      }
    },
    async forgetErased(before) {
      const gone = [...seen].filter(([, day]) => `${day}T00:00:00.000Z` < before).map(([lookup]) => lookup);
      for (const lookup of gone) {
        seen.delete(lookup);
        subjects.delete(lookup);
      }
      return gone.length;
    },
    entryOf: async (pids) => Math.max(0, ...pids.map((pid) => erased.get(pid) ?? 0)),
    erasedThrough: async () => Math.max(0, ...erased.values()),
    countErased: async () => erased.size,
    isErased: async (pid) => erased.has(pid),
    countIndexes: async (pids) => [...indexes.values()].filter(({ pid }) => pids.includes(pid)).length,
  };
}

const byLookup = (left: KeptTrial, right: KeptTrial): number => (left.lookup < right.lookup ? -1 : 1);
