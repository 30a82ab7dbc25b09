/** A person known to the identity store. Absent pid: the person was erased. */
export type Subject = {
  /** Hex of HMAC(lookup key, source ‖ entity ‖ source id), 16 bytes. */
  readonly lookup: string;
  /** uuid text; random, never derived. */
  readonly pid: string | null;
  readonly wrappedKey: Uint8Array | null;
  readonly epoch: number;
};

/** A candidate made by the caller, kept only when the lookup is new. */
export type NewSubject = {
  readonly lookup: string;
  readonly pid: string;
  readonly wrappedKey: Uint8Array;
  readonly kid: Uint8Array;
  readonly epoch: number;
};

/** One blind index value of a person. */
export type BlindIndexRow = {
  readonly field: string;
  readonly index: string;
  readonly value: Uint8Array;
  readonly pid: string;
  readonly updatedAt: string;
};

/** A wrapped root key of one purpose. */
export type RootKeyRow = {
  readonly purpose: string;
  readonly epoch: number;
  readonly wrapped: Uint8Array;
  readonly check: Uint8Array;
};

/** People, their wrapped keys and blind indexes: a store of its own, never restored to a past point. */
export type IdentityStore = {
  readonly migrate: () => Promise<void>;
  /** In the order of `lookups`; undefined where unknown. */
  readonly findSubjects: (lookups: readonly string[]) => Promise<readonly (Subject | undefined)[]>;
  /** The person of a pseudonym; undefined when nobody has it. */
  readonly findByPid: (pid: string) => Promise<Subject | undefined>;
  /** Inserts those that are new; returns the stored row for each candidate, whoever won. */
  readonly createSubjects: (candidates: readonly NewSubject[]) => Promise<readonly Subject[]>;
  /** Kept only where `updatedAt` is newer than what is stored for (field, index, pid). */
  readonly saveBlindIndexes: (rows: readonly BlindIndexRow[]) => Promise<void>;
  readonly rootKeys: () => Promise<readonly RootKeyRow[]>;
  /** Keeps the first row written for (purpose, epoch) and returns what is stored. */
  readonly saveRootKey: (row: RootKeyRow) => Promise<RootKeyRow>;
  readonly close: () => Promise<void>;
};
