/**
 * What is counted for those who watch the product, with the labels of each: names of assets, kinds, never a value of a
 * row. A new count is a line here, and one `add` where it happens. `drift_found_total`: rows whose truth at the source
 * no pass had brought, by table and by how they were found: by the listing of ids (`vanished`, `restored`, `missed`) or
 * by reading history again (`differing`, `missing`).
 */
export type Counts = {
  readonly drift_found_total: {
    readonly table: string;
    readonly kind: "vanished" | "restored" | "missed" | "differing" | "missing";
  };
};

/** Counters that only grow, from the start of the process; a scraper adds up what processes tell. */
export type Metrics = {
  /** Whole number from 0: a count that is told at 0 is known to be counted. Never throws. */
  readonly add: <Name extends keyof Counts>(name: Name, labels: Counts[Name], by: number) => void;
};
