/**
 * What a line of the audit of reveals tells. `reveal`: values of a person were opened. `refused`: they were asked for and
 * not given. `unopened`: they might have been given, and what is stored or the vault did not let them be opened; it says why.
 * `bulk-*`: many people's, by a request that another person approves. `decoy`: a person of nobody was marked.
 * `forgotten`: lines from before, kept long enough, were let go.
 */
export type RevealWhat =
  | "reveal"
  | "refused"
  | "unopened"
  | "bulk-asked"
  | "bulk-approved"
  | "bulk-made"
  | "bulk-read"
  | "decoy"
  | "forgotten";

/** One line of the audit. `mac` is made of the line before and of all the rest of this one. */
export type RevealRow = {
  /** Counts from 1 without a gap. */
  readonly seq: number;
  /** ISO instant in UTC with milliseconds. */
  readonly at: string;
  readonly what: RevealWhat;
  /** Who asked, as the API knows callers. */
  readonly caller: string;
  readonly pid: string | null;
  /** Of a bulk reveal, its id. */
  readonly request: string | null;
  /** JSON of `RevealDetail`, as it was written. */
  readonly detail: string;
  readonly mac: Uint8Array;
};

/** What else a line says. `reason` is sealed; `through` and `mac` (hex) tell the last line that was forgotten. */
export type RevealDetail = {
  readonly purpose?: string;
  readonly ticket?: string;
  readonly reason?: string;
  readonly fields?: readonly string[];
  readonly pids?: readonly string[];
  readonly people?: number;
  readonly code?: string;
  readonly through?: number;
  readonly mac?: string;
};

/** How often was asked since an instant, bulk reveals apart. `byCaller`: reveals and refusals, but for those past the budget; `ofPerson`: reveals alone, so that refusals shut nobody else out; `unopened`: what the caller was shown nothing of by a fault that is not theirs, which is in neither. */
export type RevealsCounted = { readonly byCaller: number; readonly ofPerson: number; readonly unopened: number };

/** Where the audit ends, and what was counted. */
export type RevealTail = RevealsCounted & { readonly seq: number; readonly mac: Uint8Array | null };

/** Which reveals are counted. */
export type RevealCount = { readonly since: string; readonly caller: string; readonly pid: string | null };

/** The audit of reveals, to which lines are only added, and what a reveal asks of people. Part of the identity store. */
export type RevealLedger = {
  /** Add lines after the last one; nobody else adds any between `make`'s being told of it and their being stored. */
  readonly appendReveals: (
    count: RevealCount,
    make: (tail: RevealTail) => readonly RevealRow[],
  ) => Promise<readonly RevealRow[]>;
  readonly countReveals: (count: RevealCount) => Promise<RevealsCounted>;
  /** Lines after one, in order, at most `limit`. */
  readonly revealRows: (after: number, limit: number) => Promise<readonly RevealRow[]>;
  /** Lines of a bulk reveal, in order. */
  readonly revealsOf: (request: string) => Promise<readonly RevealRow[]>;
  /** Let lines go up to one. The store refuses those of the last twelve months. */
  readonly forgetReveals: (through: number) => Promise<void>;
  /** Of a person: whether processing is restricted, and whether it is a person of nobody. */
  readonly standingOf: (pid: string) => Promise<{ readonly restricted: boolean; readonly decoy: boolean }>;
  readonly addDecoy: (pid: string) => Promise<void>;
  /** Pseudonyms of living people after one, in their order, at most `limit`. */
  readonly livingPids: (after: string, limit: number) => Promise<readonly string[]>;
};
