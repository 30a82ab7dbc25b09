import type { ReadSpec } from "../spec/read.ts";

/** The day (YYYY-MM-DD) before which a list holds nothing, as declared; undefined where nobody said. */
export const beginningOf = ({ filter, begins }: ReadSpec): string | undefined =>
  filter.kind === "window" ? filter.from : begins;
