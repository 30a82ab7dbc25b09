const ingestion =
  "the rows/s in the table are of before staging lost its key (decision 0017). CPU a row, which other work changes less, is in the table of CPU: of new rows PGlite's one thread needs 9.0 to 9.1 µs against 6.9 of the bare recipe (10.2 to 11.2 with the key, in the same hour), of changed rows 16.3 against 9.3 to 9.8. What is left of it, of new rows: COPY of 18 columns with their index perhaps 2.8, the rest the merge (18 columns to insert where the recipe has 12, their order, what the ledger counts) and its statements. Whether that reaches 70 % by the clock has not been seen: no time was quiet enough. The next ways: staged rows without any index (0.7 µs more; 0017 says why not by their place), and for changed rows one reading of what is compared instead of one for each kind of change";

const typed =
  "559 ms was measured before a typed run was handed to the living stack and a command loaded its own file alone; since then no time was quiet enough to measure it again. What a command now costs before it asks is 128 ms of CPU with its launcher (52 without: the launcher is a start of whatever Node the shell has, 57), where loading the deployment, the Temporal client and all commands took about half a second of it, both taken beside other work; 80 ms from Temporal to the first code stand in the row below. The next way: a launcher that needs no Node of its own";

/** Why a goal is missed, by the figure's id, in a sentence or two; RESULTS.md shows it under the table while the miss lasts. */
export const reasons: Readonly<Record<string, string>> = {
  "command.line": typed,
  "ingest.pglite.new": ingestion,
  "ingest.pglite.changed": ingestion,
};
