/** What a rotation of the blind indexes would do, or goes on doing when an earlier one ended half-way. */
export type IndexPlan = {
  /** Versions of the indexes' root. */
  readonly from: number;
  readonly to: number;
  /** Values that the new version lacks. */
  readonly values: number;
  /** Whether an earlier one ended half-way and this one goes on with it: then `to` is active already, and stays so. */
  readonly resumed: boolean;
};

/** The two versions that a rotation works on. */
export type IndexSpan = Pick<IndexPlan, "from" | "to">;

/** The steps of a rotation of the blind indexes, each of which may be done again. Values are counted, people never named. */
export type IndexRotation = {
  readonly plan: () => Promise<IndexPlan>;
  /** Make the new version active: from then on it alone is written, and both are asked. */
  readonly begin: (to: number) => Promise<void>;
  /** Open what the old version indexes and index it under the new one: how many values caught up, a batch at a time. */
  readonly reindex: (span: IndexSpan) => AsyncIterable<number>;
  /** Values that the new version lacks still, or has of before: nothing that is stored holds what the old one was made of. */
  readonly lagging: (span: IndexSpan) => Promise<number>;
  /** Drop the old version's values and its root; one that is destroyed stays so. Throws `pii.index-in-use`. */
  readonly end: (from: number) => Promise<void>;
};
