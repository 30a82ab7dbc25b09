const changed =
  "61.9 % since the engine is asked ahead (decision 0105), 55.1 % before. The goal is said of new rows, of which it gives 73.5 %. The engine's one thread is the limit: 16.3 µs a changed row against 9.3 to 9.8 of the bare recipe by its own clock before that decision, where a changed row is read, compared and written with 18 columns in place of 12, and confirmed in a statement of its own. The next way: `updated` and `confirmed` in one statement (perhaps 0.5 µs), where a confirmed row must keep its business day.";

const clients =
  "a client may take 143 µs, and eight seals alone took 170 µs on the day it was measured last (47,037 seals/s by the row of `seal`; the same core gave 68,000 and 149,000 on other days). By a profile of 40,000 clients: 30 % in making and running nine ciphers a client (eight values and the wrapping of the key), 15 % in HMACs (two indexes, hash of the row, look-up), 11 % in collecting what both leave, 7 % in key objects and random bytes; our own code between them, casting among it, is under 15 %. The next way: fewer objects of `node:crypto` a value, which it does not offer for GCM.";

/** Why a goal is missed, by the figure's id, in a sentence or two; RESULTS.md shows it under the table while the miss lasts. */
export const reasons: Readonly<Record<string, string>> = { "ingest.pglite.changed": changed, clients };
