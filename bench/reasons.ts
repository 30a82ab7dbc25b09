const ingestion =
  "the figures in the table are of before rows were staged in binary and slices of new rows inserted as they are read (decisions 0015 and 0016); since then no time was quiet enough to measure rows/s again, so that the table stands until it is. CPU a row, which other work changes less, is in the table of CPU below: of new rows the product needs 12.6 to 13.5 µs on PostgreSQL against 7.4 to 8.1 of the bare recipe, and PGlite's one thread 9.9 against 6.7 to 6.8. What is left on PostgreSQL: 5.3 to 6 µs in Node's main thread (JSON.parse 1, cast 0.7, COPY's bytes 0.8, the rest sending, compiling and collecting), 6.2 in the server (COPY of 18 columns with their key perhaps 2.5 by itself, the rest the merge and statements). Narrower staging without its key would save about one more";

const typed =
  "559 ms was measured before a typed run was handed to the living stack and a command loaded its own file alone; since then no time was quiet enough to measure it again. What a command now costs before it asks is 128 ms of CPU with its launcher (52 without: the launcher is a start of whatever Node the shell has, 57), where loading the deployment, the Temporal client and all commands took about half a second of it, both taken beside other work; 80 ms from Temporal to the first code stand in the row below. The next way: a launcher that needs no Node of its own";

/** Why a goal is missed, by the figure's id, in a sentence or two; RESULTS.md shows it under the table while the miss lasts. */
export const reasons: Readonly<Record<string, string>> = {
  "command.line": typed,
  "ingest.postgresql.new": ingestion,
  "ingest.postgresql.changed": ingestion,
  "ingest.pglite.new": ingestion,
  "ingest.pglite.changed": ingestion,
};
