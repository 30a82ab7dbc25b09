import type { Command } from "commander";

/** The `--concurrency` that `sillage backfill retry` was given, if it was. Commander takes an option that `backfill` has too for that one's, wherever it stands. */
export function retryConcurrency({ parent }: Command): number | undefined {
  return parent?.getOptionValueSource("concurrency") === "cli"
    ? parent.opts<{ readonly concurrency: number }>().concurrency
    : undefined;
}
