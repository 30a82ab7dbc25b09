/** A version of the root that blind indexes are made with. Only the active one is written; what a draining one holds is asked too; a destroyed one holds nothing. */
export type IndexVersion = { readonly version: number; readonly state: "active" | "draining" | "destroyed" };

/** From which index of a field to which its values are made anew. Names of a version after the first end in `/<version>`. */
export type IndexStep = { readonly field: string; readonly from: string; readonly to: string };

/** A person whose value the new index lacks, or has of before `updatedAt` (ISO), the old one's. */
export type LaggingIndex = { readonly pid: string; readonly updatedAt: string };

/** Versions of the blind indexes, part of the identity store. */
export type IndexVersionPort = {
  /** Every version there was, the oldest first; a new store has the first. */
  readonly indexVersions: () => Promise<readonly IndexVersion[]>;
  /** Make a version the active one, and drain those before it: nothing is written under them once this has returned. One that is known stays as it is. */
  readonly beginIndexVersion: (version: number) => Promise<void>;
  /** Drop all values of a draining version, and mark it destroyed; of an active one nothing changes. */
  readonly endIndexVersion: (version: number) => Promise<void>;
  /** People whose pseudonym comes after `after`, in its order, at most `limit`. */
  readonly laggingIndexes: (step: IndexStep, after: string, limit: number) => Promise<readonly LaggingIndex[]>;
  readonly countLagging: (step: IndexStep) => Promise<number>;
  /** How many versions drain since before an instant (ISO). */
  readonly countDraining: (before: string) => Promise<number>;
};
