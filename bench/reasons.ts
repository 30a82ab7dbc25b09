const ingestion =
  "the bare recipe takes 5 µs of CPU a row, the product 16, which two cores at once bring down to 11–12 µs of time. By profile, of new rows: 8 µs in Node (unzip, hash, JSON.parse 1.3, memory collection 1.3, cast, gate, encode and send 2.5), 3 µs in the server to COPY into staging with its key, 5.5 µs to merge (rows are 60 % wider by hash, order, load, part and line; each is compared with what is stored, and its staged line deleted). The next ways: keep staged lines until the load ends (1.2 µs), a second process for reading where there are more than two cores";

/** Why a goal is missed, by the figure's id, in a sentence or two; RESULTS.md shows it under the table while the miss lasts. */
export const reasons: Readonly<Record<string, string>> = {
  "ingest.postgresql.new": ingestion,
  "ingest.postgresql.changed": ingestion,
  "ingest.pglite.new": ingestion,
  "ingest.pglite.changed": ingestion,
};
