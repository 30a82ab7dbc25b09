const changed =
  "61.9 % since the engine is asked ahead (decision 0105), 55.1 % before. The goal is said of new rows, of which it gives 73.5 %. The engine's one thread is the limit: 16.3 µs a changed row against 9.3 to 9.8 of the bare recipe by its own clock before that decision, where a changed row is read, compared and written with 18 columns in place of 12, and confirmed in a statement of its own. The next way: `updated` and `confirmed` in one statement (perhaps 0.5 µs), where a confirmed row must keep its business day.";

const clients =
  "a client may take 143 µs. By a profile: half of it in making and running nine ciphers (eight values and the wrapping of the key), a sixth in HMACs (two indexes, hash of the row and its key, look-up, id of the key), a sixth in collecting what both leave, the largest part of which are three allocations outside the heap a cipher; a sixth of the time of the process is the allocator's. Our own code between them is a fifth. The next way: fewer objects of `node:crypto` a value, which it does not offer for GCM.";

const pace =
  "the goal was set on a machine where Dagster took 51 and 31 ms for the same steps, and in this run it took twice that; ours is within the goals beside it, in the rows below";
const steps = `${pace}. By a profile (0162): the server is three fifths of the CPU, for a child, its activity and two updates; in the worker most is the SDK's, which calls into its sandbox with a limit of 5 s, for which Node starts a thread each time (186 µs of CPU in place of 2), and keeps a stack for every promise`;
const typed =
  "0.13 s of it are the start of the Node that npm has, before it starts the project's own. Asked of Temporal by a client that is connected, the row below, it is met; on an Intel Xeon of another day the typed one took 269 ms";

const statement =
  "FastAPI with our own statement on the marts, the row below, takes about as long or less (ours is 0.7 to 1.1 times of it): most of it is the statement in PostgreSQL, which was not profiled. Asked again before anything changed, the answer that was kept is sent: the rows of it are further below";

/** Why a goal is missed, by the figure's id, in a sentence or two; RESULTS.md shows it under the table while the miss lasts. */
export const reasons: Readonly<Record<string, string>> = {
  "ingest.pglite.changed": changed,
  clients,
  "steps.chain": steps,
  "steps.usual": steps,
  "steps.wide": steps,
  "command.line": typed,
  "page.clients":
    "not profiled: its best clients are the question of the rows below, of which the statement is the limit; every look after the first takes 25 ms",
  "http.weeks.top-clients": statement,
  "http.history.revenue": statement,
  "http.history.revenue-by-territory": statement,
  "http.history.top-clients": statement,
  "http.unchanged":
    "21,844 to 23,101/s of Node's 32,282 on another day; not profiled since questions about single people are audited and who asks too much is told by 304s too",
};
