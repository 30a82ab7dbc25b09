import type { TableSpec } from "../spec/asset.ts";

/** Facts of one table that name erased people. */
export type FactsOfPeople = { readonly table: string; readonly facts: number };

/**
 * What parts facts of erased people from each other in the target database: in each place in which a row names one of
 * them, beside that of whose own row it is, a random pseudonym of its own stands then. Days of the rows are told to marts,
 * and sealed values of them, by which nobody could find them any more, go in the same transaction. Done again, it parts
 * what came since; cut off, it goes on where it was.
 */
export type PartingPort = {
  /** Part the facts of people, by pseudonym; tables without any are left out. */
  readonly partFacts: (pids: readonly string[]) => Promise<readonly FactsOfPeople[]>;
  /** Part what a load brought: facts of people who are erased, and those that came without a pseudonym since. How many. */
  readonly partLoaded: (table: TableSpec) => Promise<number>;
  /** Facts that still name people. */
  readonly countFacts: (pids: readonly string[]) => Promise<readonly FactsOfPeople[]>;
};
