/** One quarantined row that waits: where it was landed, the column and the rule it broke. */
export type QuarantinedLine = {
  readonly loadId: string;
  readonly table: string;
  readonly part: number;
  readonly line: number;
  readonly column: string;
  readonly rule: string;
  readonly manifestKey: string;
};

/** Which quarantined rows a replay takes: of one table, of one load or of all after one (null: of all). */
export type QuarantineClaim = {
  readonly table: string;
  readonly loadId: string | null;
  readonly after: string | null;
};

/** Rows that did not fit, until a replay brings them in. */
export type QuarantinePort = {
  /** The first 10,000 that wait, in order of load, part, line. */
  readonly quarantined: (table?: string) => Promise<readonly QuarantinedLine[]>;
  /** The first merged load of which such rows wait, those of restricted people aside; undefined for none. */
  readonly nextQuarantined: (of: QuarantineClaim) => Promise<string | undefined>;
  /** Hand the first 10,000 that wait of a merged load, those of restricted people aside, to the load `by`: they wait no longer once it is merged. Asked again, it may take over those of another that was not. */
  readonly claimQuarantined: (loadId: string, by: string) => Promise<readonly QuarantinedLine[]>;
};
