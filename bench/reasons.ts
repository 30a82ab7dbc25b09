const ingestion =
  "the bare recipe writes each row once, from text it has. The product reads each part twice (its hash is checked before anything is staged), parses, casts and encodes on one thread (6 µs a row), writes every row to staging and again to its table with five more columns, and begins to merge when a load is staged whole, so that the thread and the server wait for each other";

/** Why a goal is missed, by the figure's id, in a sentence or two; RESULTS.md shows it under the table while the miss lasts. */
export const reasons: Readonly<Record<string, string>> = {
  "ingest.postgresql.new": ingestion,
  "ingest.postgresql.changed": ingestion,
  "ingest.pglite.new": ingestion,
  "ingest.pglite.changed": ingestion,
};
