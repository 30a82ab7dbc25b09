import type { IndexVersionPort } from "./index-versions.ts";
import type { RenewedKeyPort } from "./renewed-keys.ts";
import type { RequestPort } from "./requests.ts";
import type { RevealLedger } from "./reveal-ledger.ts";

/** A person known to the identity store. Absent pid: the person was erased. */
export type Subject = {
  /** Hex of HMAC(lookup key, source ‖ entity ‖ source id), 16 bytes. */
  readonly lookup: string;
  /** uuid text; random, never derived. */
  readonly pid: string | null;
  readonly wrappedKey: Uint8Array | null;
  readonly epoch: number;
  /** ISO instant from which on their values are not opened; null or absent: they are. */
  readonly restrictedAt?: string | null;
};

/** A candidate made by the caller, kept only when the lookup is new. */
export type NewSubject = {
  readonly lookup: string;
  readonly pid: string;
  readonly wrappedKey: Uint8Array;
  readonly kid: Uint8Array;
  readonly epoch: number;
};

/** One blind index value of a person; of no bytes where the person has none any more, which finds nobody. */
export type BlindIndexRow = {
  readonly field: string;
  readonly index: string;
  readonly value: Uint8Array;
  readonly pid: string;
  readonly updatedAt: string;
  /** Indexes that this one takes the place of: what they hold of the field and the person, and is no newer, finds nobody any more. */
  readonly instead?: readonly string[];
};

/** A wrapped root key of one purpose. */
export type RootKeyRow = {
  readonly purpose: string;
  readonly epoch: number;
  readonly wrapped: Uint8Array;
  readonly check: Uint8Array;
};

/** A period whose key wraps people's keys. Only an active one takes new people; what a draining one holds is moved to the active one; a destroyed one holds nobody. */
export type Epoch = {
  readonly epoch: number;
  readonly state: "active" | "draining" | "destroyed";
  /** ISO instant from which nobody can bring its key back; null until it is destroyed. */
  readonly effectiveAt: string | null;
};

/** Whose keys an epoch's key wraps, or wrapped until they were moved on or erased. `since`, an ISO instant: when the epoch began. */
export type EpochExposure = Epoch & {
  readonly since: string;
  readonly living: number;
  /** Erased since, and not forgotten yet. */
  readonly erased: number;
};

/** Somebody living whose key an epoch's key wrapped, from an ISO instant on. */
export type ExposedPerson = { readonly pid: string; readonly since: string };

/** A living person's wrapped key in an epoch. */
export type EpochSubject = { readonly lookup: string; readonly wrappedKey: Uint8Array; readonly kid: Uint8Array };

/** Living people of an epoch as the store keeps them, a few thousand or fewer, maybe nobody; where they stand, and where those after them do, undefined after the last. */
export type SubjectsPage = {
  readonly at: string;
  readonly people: readonly EpochSubject[];
  readonly next: string | undefined;
};

/** People, their wrapped keys and blind indexes: a store of its own, never restored to a past point. */
export type IdentityStore = RequestPort &
  RevealLedger &
  RenewedKeyPort &
  IndexVersionPort & {
    readonly migrate: () => Promise<void>;
    /** In the order of `lookups`; undefined where unknown. */
    readonly findSubjects: (lookups: readonly string[]) => Promise<readonly (Subject | undefined)[]>;
    /** The person of a pseudonym; undefined when nobody has it. */
    readonly findByPid: (pid: string) => Promise<Subject | undefined>;
    /** Inserts those that are new and whose epoch is active; returns the stored row for each candidate that is stored, whoever won. */
    readonly createSubjects: (candidates: readonly NewSubject[]) => Promise<readonly Subject[]>;
    /** Of living people; kept only where `updatedAt` is newer than what is stored for (field, index, pid). False: the version of the indexes is not the active one, and nothing was kept. */
    readonly saveBlindIndexes: (version: number, rows: readonly BlindIndexRow[]) => Promise<boolean>;
    readonly rootKeys: () => Promise<readonly RootKeyRow[]>;
    /** Keeps the first row written for (purpose, epoch) and returns what is stored. */
    readonly saveRootKey: (row: RootKeyRow) => Promise<RootKeyRow>;
    /** Put another wrapped form in the place of `was`, which may be gone by now: then nothing changes. */
    readonly replaceRootKey: (row: RootKeyRow, was: Uint8Array) => Promise<void>;
    readonly dropRootKey: (purpose: string, epoch: number) => Promise<void>;
    /** Every epoch there was, the oldest first. */
    readonly epochs: () => Promise<readonly Epoch[]>;
    /** Make an epoch the active one, and drain those before it. Nobody is made under them once this has returned. One that is known stays as it is. */
    readonly beginEpoch: (epoch: number) => Promise<void>;
    readonly endEpoch: (epoch: number, effectiveAt: string) => Promise<void>;
    /** The page of an epoch's living people that begins at `at`: "" is the first. Whose row is written between two pages may be in both or in none. */
    readonly subjectsOfEpoch: (epoch: number, at: string) => Promise<SubjectsPage>;
    /** Move people of a page who are still in `from` to `to`; whoever stands elsewhere by now stays, and is met there. */
    readonly moveSubjects: (
      span: { readonly from: number; readonly to: number },
      page: Pick<SubjectsPage, "at"> & { readonly people: readonly Pick<EpochSubject, "lookup" | "wrappedKey">[] },
    ) => Promise<void>;
    /** Living people of an epoch. */
    readonly countSubjects: (epoch: number) => Promise<number>;
    /** Everybody whose key was ever wrapped in an epoch, those moved on to later ones among them; undefined for one that never was. */
    readonly epochExposure: (epoch: number) => Promise<EpochExposure | undefined>;
    /** The living of them, `most` after a pseudonym, in its order. */
    readonly exposedPeople: (epoch: number, after: string, most: number) => Promise<readonly ExposedPerson[]>;
    readonly close: () => Promise<void>;
  };
