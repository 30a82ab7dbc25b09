const ingestion =
  "the figures in the table are of before rows were staged in binary and slices of new rows inserted as they are read (decisions 0015 and 0016); since then no time was quiet enough to measure rows/s again, so that the table stands until it is. CPU a row, which other work changes less, is in the table of CPU below: of new rows the product needs 12.6 to 13.5 µs on PostgreSQL against 7.4 to 8.1 of the bare recipe, and PGlite's one thread 9.9 against 6.7 to 6.8. What is left on PostgreSQL: 5.3 to 6 µs in Node's main thread (JSON.parse 1, cast 0.7, COPY's bytes 0.8, the rest sending, compiling and collecting), 6.2 in the server (COPY of 18 columns with their key perhaps 2.5 by itself, the rest the merge and statements). Narrower staging without its key would save about one more";

const step =
  "a step is two activities, a child (11 events in its own history) and an update of its entity. Taken while other work kept the two cores busy (load 17 to 29), so the milliseconds on the wall say little; of CPU, 54 ms in the worker and 70 in the server in a chain, 53 and 56 side by side, in one run with a profiler on. In the workflow thread the largest share, 6.8 of 17.5 s that were not idle, is entering workflows' contexts: 3.4 s for activations, 1.5 for conditions, 1.1 for making workflows. To be measured again on a quiet machine. The next way, untried: the stale days asked for by the activity that rebuilds, an activity and its task less";

/** Why a goal is missed, by the figure's id, in a sentence or two; RESULTS.md shows it under the table while the miss lasts. */
export const reasons: Readonly<Record<string, string>> = {
  "year.growth":
    "the runs and their steps take a quarter of it; the ledger's load takes 400 bytes (its manifest's key stands in the table and in the index that keeps it unique), a materialisation 220, slices and parts 190. The next way: rows of `load_part`, which only a load on its way needs, go with the load's end",
  "steps.chain": step,
  "steps.wide": step,
  "ingest.postgresql.new": ingestion,
  "ingest.postgresql.changed": ingestion,
  "ingest.pglite.new": ingestion,
  "ingest.pglite.changed": ingestion,
};
