/** What is known of a dep: its last materialisation (null: none) with its ISO instant, whether it was materialised since the asset was last requested or built, whether it is late. */
export type DepFacts = {
  readonly asset: string;
  readonly id: string | null;
  readonly at: string | null;
  readonly updated: boolean;
  readonly late: boolean;
};

/** What a condition is evaluated on. `now` and `since` are milliseconds: ticks up to `since` are done with. */
export type ConditionFacts = {
  readonly now: number;
  readonly since: number;
  /** The asset's own last materialisation, null when there is none. */
  readonly materialised: string | null;
  readonly deps: readonly DepFacts[];
};

/** What earlier evaluations left for the next one: by the place of a condition in its tree, whether it held. */
export type ConditionMemory = Readonly<Record<string, boolean>>;

/** A condition as it was found: what it says, whether it holds, and why. */
export type Evaluated = {
  readonly says: string;
  readonly holds: boolean;
  readonly why: string;
  readonly of?: readonly Evaluated[];
};
