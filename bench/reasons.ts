const ingestion =
  "of two cores the bare recipe keeps 77 % busy and needs 9 µs of CPU a row, the product 78 % and 17. By profile, of new rows: 8 µs in Node (unzip, SHA-256, JSON.parse 1.5, memory collection 1.5, cast 1.3, gate, COPY's text 0.9, sending it), 4.5 in the server to COPY 18 columns into staging with its key, 4.2 to merge (each row is sorted, compared with what is stored and written 60 % wider, by hash, order, load, part and line). Since the last figures a merge no longer upserts (6.4 → 4.2 µs), staging is emptied at the load's end, lines are cast as they are sent (Node 10 → 8 µs), and one part is read ahead. Other sizes and numbers of batches on their way changed nothing. The next ways: a second process for reading where there are more than two cores, and narrower staging rows (load and part once a batch)";

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
