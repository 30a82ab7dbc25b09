import type { RowsOfPeople } from "./erasure.ts";

/** Where a request stands before its erasure: `open`, `done` with a certificate, or about `nobody` that is known. */
export type ErasurePlan = { readonly state: "open" | "done" | "nobody"; readonly people: number };

/** How far the ledger of erasures and the two stores are: numbers of its last entries. */
export type ErasureHeads = { readonly ledger: number; readonly database: number; readonly identity: number };

/** What a replay of the ledger did: entries taken up, people blanked again in the identity store, rows deleted. */
export type Replayed = {
  readonly entries: number;
  readonly people: number;
  readonly rows: readonly RowsOfPeople[];
};

/** What a certificate is told: instants are ISO. Null `epochDueAt`: nobody had a key left. */
export type Certified = {
  readonly erasedAt: string;
  readonly rows: readonly RowsOfPeople[];
  readonly epochDueAt: string | null;
};

/** The steps of an erasure, each of which may be done again. Requests are named by id, people are counted. */
export type Erasures = {
  /** Throws `dsr.unknown-request`. */
  readonly plan: (request: string) => Promise<ErasurePlan>;
  readonly restrict: (request: string, at: string) => Promise<void>;
  readonly blank: (request: string, at: string) => Promise<void>;
  /** Append the pseudonyms to the ledger and delete their rows. Throws `dsr.ledger-altered`, `dsr.ledger-lost`. */
  readonly eraseRows: (request: string, at: string) => Promise<readonly RowsOfPeople[]>;
  /** See that nothing opens and nothing is left. Throws `dsr.unproven`. */
  readonly prove: (request: string) => Promise<void>;
  readonly certify: (request: string, done: Certified) => Promise<void>;
  /** Forget the look-ups of erased people whom no source has sent since before an instant; how many. */
  readonly forget: (before: string) => Promise<number>;
  readonly heads: () => Promise<ErasureHeads>;
  /** Do what the ledger has and a store has not. Throws `dsr.ledger-altered`, `dsr.ledger-lost`. */
  readonly replay: () => Promise<Replayed>;
};
