/** What a rotation of the epoch would do, or goes on doing when an earlier one ended half-way. */
export type RotationPlan = {
  readonly from: number;
  readonly to: number;
  /** Living people whose keys the old epoch still wraps. */
  readonly people: number;
  /** Whether an earlier one ended half-way and this one goes on with it: then `to` is active already, and stays so. */
  readonly resumed: boolean;
};

/** The steps of a rotation, each of which may be done again. People are counted, never named. */
export type EpochRotation = {
  readonly plan: () => Promise<RotationPlan>;
  /** Make the new epoch active: from then on the old one takes nobody. */
  readonly begin: (to: number) => Promise<void>;
  /** Wrap the keys of people of the old epoch anew, `most` or a few more; how many, 0 when nobody is left. `report` is told how many so far, and may throw to stop. Throws `pii.unwrap`. */
  readonly move: (
    span: Pick<RotationPlan, "from" | "to">,
    most: number,
    report: (people: number) => void,
  ) => Promise<number>;
  /** Unwrap the keys of everybody in an epoch; how many. `report` is told how many so far. Throws `pii.unverified`. */
  readonly verify: (epoch: number, report: (people: number) => void) => Promise<number>;
  /** Destroy an epoch that holds nobody, in the vault and here; one that is destroyed stays so. Throws `pii.epoch-in-use`. */
  readonly end: (epoch: number) => Promise<{ readonly effectiveAt: string }>;
  /** Have the vault make a new version of the key that wraps root keys. */
  readonly renewKek: () => Promise<void>;
  /** Wrap every root key under the vault's newest version; how many. */
  readonly rewrapRoots: () => Promise<number>;
};
