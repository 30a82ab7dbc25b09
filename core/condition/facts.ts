/** What is known of a dep: its last materialisation (null: none), and the one that the asset was last requested or built with. Ids are in order of time. */
export type DepFacts = {
  readonly asset: string;
  readonly id: string | null;
  /** ISO instant of it, null when it is not known. */
  readonly at: string | null;
  readonly seen: string | null;
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
