const ingestion =
  "taken before the engine was asked ahead (decision 0105), and not taken again since on a quiet machine. Beside much other work, before and with it side by side, the engine's thread needed 12.1 and 10.5, then 11.0 and 10.1 µs a row. Then 12.6 µs passed for a new row, of which the engine's one thread needs 9.0 to 9.1 against 6.9 of the bare recipe (10.2 to 11.2 before staging lost its key, decision 0017), and for the rest it waited to be asked; of changed rows it needs 16.3 against 9.3 to 9.8. What is left of it, of new rows: COPY of 18 columns with their index perhaps 2.8, the rest the merge (18 columns to insert where the recipe has 12, their order, what the ledger counts) and its statements. The next ways: staged rows without any index (0.7 µs more; 0017 says why not by their place), and for changed rows one reading of what is compared instead of one for each kind of change";

/** Why a goal is missed, by the figure's id, in a sentence or two; RESULTS.md shows it under the table while the miss lasts. */
export const reasons: Readonly<Record<string, string>> = {
  "ingest.pglite.new": ingestion,
  "ingest.pglite.changed": ingestion,
};
