const ingestion =
  "of two cores the bare recipe keeps 77 % busy and needs 9 µs of CPU a row, the product 78 % and 17. By profile, of new rows: 8 µs in Node (unzip, SHA-256, JSON.parse 1.5, memory collection 1.5, cast 1.3, gate, COPY's text 0.9, sending it), 4.5 in the server to COPY 18 columns into staging with its key, 4.2 to merge (each row is sorted, compared with what is stored and written 60 % wider, by hash, order, load, part and line). Since the last figures a merge no longer upserts (6.4 → 4.2 µs), staging is emptied at the load's end, lines are cast as they are sent (Node 10 → 8 µs), and one part is read ahead. Other sizes and numbers of batches on their way changed nothing. The next ways: a second process for reading where there are more than two cores, and narrower staging rows (load and part once a batch)";

const step =
  "of the CPU that a step takes, more than half is the server's, which writes some 25 events for it in three histories (two activities, a child, an update); in the worker most is the evaluation of the workflow bundle for each new child. The next ways: the stale days asked for by the activity that rebuilds, which takes an activity and its task away, and a mart that is built without a child";

/** Why a goal is missed, by the figure's id, in a sentence or two; RESULTS.md shows it under the table while the miss lasts. */
export const reasons: Readonly<Record<string, string>> = {
  "steps.chain": step,
  "steps.wide": step,
  "ingest.postgresql.new": ingestion,
  "ingest.postgresql.changed": ingestion,
  "ingest.pglite.new": ingestion,
  "ingest.pglite.changed": ingestion,
};
