/** Sealed values of people by table, records in quarantine among them. */
export type ValuesOf = { readonly table: string; readonly values: number };

/** What the rotation of the keys of a request's people would do. */
export type PersonPlan = {
  readonly people: number;
  /** People who had another key before, and whose key of then is not destroyed yet. */
  readonly draining: number;
  /** How many keys the store had seen renewed by then: by it a rotation knows which keys it made itself. */
  readonly renewed: number;
  readonly tables: readonly ValuesOf[];
};

/** Values that are sealed anew at once: `bytes` are written by `write`. */
export type ResealBatch = { readonly values: number; readonly bytes: number; readonly write: () => Promise<void> };

/** The steps of rotating people's keys, each of which may be done again. People are named by a request's id alone. */
export type PersonRotation = {
  /** Throws `dsr.unknown-request`. */
  readonly plan: (request: string) => Promise<PersonPlan>;
  /** Make another key for each of them: what comes from now on is sealed under it, and those before it open still. Who was given one since so many keys were renewed (`PersonPlan.renewed`) keeps theirs. How many have one. Throws `pii.epoch-draining`. */
  readonly renew: (request: string, since: number) => Promise<number>;
  /** Seal what is stored of them under the keys before anew, some at a time. What does not open stays. */
  readonly reseal: (request: string) => AsyncIterable<ResealBatch>;
  /** Open all that is stored of them: how many values do under their key, and how many under those before. */
  readonly verify: (request: string) => Promise<{ readonly opened: number; readonly former: number }>;
  /** Since when (ISO, the oldest first) the keys before theirs drain that are not destroyed. */
  readonly drainingSince: (request: string) => Promise<readonly string[]>;
  /** Destroy the keys before theirs that drain since an instant (ISO) at the latest; how many. A younger one stays: it drains since a later rotation. Throws `pii.key-in-use`. */
  readonly end: (request: string, through: string) => Promise<number>;
};
