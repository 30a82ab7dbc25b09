/** Sealed values of people by table, records in quarantine among them. */
export type ValuesOf = { readonly table: string; readonly values: number };

/** What the rotation of the keys of a request's people would do. `draining`: people who have another key already, the one before it not destroyed yet. */
export type PersonPlan = {
  readonly people: number;
  readonly draining: number;
  readonly tables: readonly ValuesOf[];
};

/** Values that are sealed anew at once: `bytes` are written by `write`. */
export type ResealBatch = { readonly values: number; readonly bytes: number; readonly write: () => Promise<void> };

/** The steps of rotating people's keys, each of which may be done again. People are named by a request's id alone. */
export type PersonRotation = {
  /** Throws `dsr.unknown-request`. */
  readonly plan: (request: string) => Promise<PersonPlan>;
  /** Make another key for each of them: what comes from now on is sealed under it, and the one before it opens still. Who has one that drains keeps theirs. How many have one. Throws `pii.epoch-draining`. */
  readonly renew: (request: string) => Promise<number>;
  /** Seal what is stored of them under the key before anew, some at a time. What does not open stays. */
  readonly reseal: (request: string) => AsyncIterable<ResealBatch>;
  /** Open all that is stored of them: how many values do under their key, and how many under the one before. */
  readonly verify: (request: string) => Promise<{ readonly opened: number; readonly former: number }>;
  /** Since when (ISO, the oldest first) the keys before theirs drain that are not destroyed. */
  readonly drainingSince: (request: string) => Promise<readonly string[]>;
  /** Destroy the keys before theirs that drain since an instant (ISO) at the latest; how many. A younger one stays: another request's rotation made it. Throws `pii.key-in-use`. */
  readonly end: (request: string, through: string) => Promise<number>;
};
