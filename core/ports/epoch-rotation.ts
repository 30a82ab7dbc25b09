/** What a rotation of the epoch would do, or goes on doing when an earlier one ended half-way. */
export type RotationPlan = {
  readonly from: number;
  readonly to: number;
  /** Living people whose keys the old epoch still wraps. */
  readonly people: number;
  /** Whether an earlier one ended half-way and this one goes on with it: then `to` is active already, and stays so. */
  readonly resumed: boolean;
};

/** What a rotation of the vault's key would do, or goes on doing when an earlier one ended half-way. */
export type KekPlan = {
  /** The kind of vault. */
  readonly vault: string;
  /** Root keys by the vault's name of the version that wrapped them, null where it tells none; those of epochs, which are under keys of their own, are not among them. */
  readonly wrapped: readonly { readonly by: string | null; readonly roots: number }[];
  /** The version that wraps now; null where the vault tells none. */
  readonly newest: string | null;
  /** Root keys that an older version wrapped, or maybe did. */
  readonly behind: number;
  /** Whether some root keys are under an older version than the vault's newest, or under none that can be told: then no other version is made. False where the vault tells none. */
  readonly resumed: boolean;
};

/** Root keys that were wrapped anew, those that are still to be, and the vault's name of the version that wraps now. */
export type Rewrapped = { readonly wrapped: number; readonly left: number; readonly newest: string | null };

/** The steps of a rotation, each of which may be done again. People are counted, never named. */
export type EpochRotation = {
  readonly plan: () => Promise<RotationPlan>;
  /** Make the new epoch active: from then on the old one takes nobody. */
  readonly begin: (to: number) => Promise<void>;
  /** Wrap the keys of people of the old epoch anew, `most` or a few more; how many, 0 when nobody is left. `report` is told how many so far, and may throw to stop. Throws `pii.person-key`. */
  readonly move: (
    span: Pick<RotationPlan, "from" | "to">,
    most: number,
    report: (people: number) => void,
  ) => Promise<number>;
  /** Unwrap the keys of everybody in an epoch; how many. `report` is told how many so far. Throws `pii.unverified`. */
  readonly verify: (epoch: number, report: (people: number) => void) => Promise<number>;
  /** Destroy an epoch that holds nobody, in the vault and here; one that is destroyed stays so. Throws `pii.epoch-in-use`. */
  readonly end: (epoch: number) => Promise<{ readonly effectiveAt: string }>;
  readonly planKek: () => Promise<KekPlan>;
  /** Have the vault make a new version of the key that wraps root keys, unless it made one that did not wrap them all yet. Throws `kek.not-renewed`, which may pass, where its newest is the one of before. */
  readonly renewKek: () => Promise<void>;
  /** Wrap root keys under the vault's newest version, `most` at most; all of them where the vault does not tell which are. `report` is told how many so far. */
  readonly rewrapRoots: (most: number, report: (roots: number) => void) => Promise<Rewrapped>;
};
