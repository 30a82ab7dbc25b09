const ingestion =
  "the rows/s in the table are of before staging lost its key (decision 0017). CPU a row, which other work changes less, is in the table of CPU: of new rows PGlite's one thread needs 9.0 to 9.1 µs against 6.9 of the bare recipe (10.2 to 11.2 with the key, in the same hour), of changed rows 16.3 against 9.3 to 9.8. What is left of it, of new rows: COPY of 18 columns with their index perhaps 2.8, the rest the merge (18 columns to insert where the recipe has 12, their order, what the ledger counts) and its statements. Whether that reaches 70 % by the clock has not been seen: no time was quiet enough. The next ways: staged rows without any index (0.7 µs more; 0017 says why not by their place), and for changed rows one reading of what is compared instead of one for each kind of change";

const step =
  "a step is two activities, a child (11 events in its own history) and an update of its entity. Taken while other work kept the two cores busy (load 17 to 29), so the milliseconds on the wall say little; of CPU, 54 ms in the worker and 70 in the server in a chain, 53 and 56 side by side, in one run with a profiler on. In the workflow thread the largest share, 6.8 of 17.5 s that were not idle, is entering workflows' contexts: 3.4 s for activations, 1.5 for conditions, 1.1 for making workflows. To be measured again on a quiet machine. The next way, untried: the stale days asked for by the activity that rebuilds, an activity and its task less";

/** Why a goal is missed, by the figure's id, in a sentence or two; RESULTS.md shows it under the table while the miss lasts. */
export const reasons: Readonly<Record<string, string>> = {
  "year.growth":
    "the runs and their steps take a quarter of it; the ledger's load takes 400 bytes (its manifest's key stands in the table and in the index that keeps it unique), a materialisation 220, slices and parts 190. The next way: rows of `load_part`, which only a load on its way needs, go with the load's end",
  "steps.chain": step,
  "steps.wide": step,
  "ingest.pglite.new": ingestion,
  "ingest.pglite.changed": ingestion,
};
