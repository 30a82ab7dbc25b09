import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import { atMost } from "../../core/at-most.ts";
import type { SillageError } from "../../core/errors.ts";
import { engineCalls } from "./engine-calls.ts";
import { inTransaction } from "./in-transaction.ts";
import { lockDirectory } from "./lock-directory.ts";
import type { SqlScope, SqlSession } from "./session.ts";

/** PGlite in a worker thread, on a directory (locked against a second process) or in memory. Throws `db.locked`. */
export async function pgliteSession(directory: string | undefined): Promise<SqlSession> {
  if (directory !== undefined) await mkdir(dirname(directory), { recursive: true });
  const unlock = directory === undefined ? async () => undefined : await lockDirectory(directory);
  const place = directory === undefined ? "PGlite in memory" : `PGlite at ${directory}`;
  const worker = new Worker(new URL("./pglite-worker.ts", import.meta.url), { workerData: directory });
  const { ask, end } = engineCalls(worker, place, endProcess);
  // The engine has one session: whoever holds the turn has it whole.
  const inTurn = atMost(1);
  const scope: SqlScope = {
    query: (text, params = []) => ask({ kind: "query", text, params }),
    exec: (text) => ask({ kind: "exec", text }),
    copy: (text, body) => ask({ kind: "copy", text, body }),
  };
  return {
    describe: () => place,
    query: (text, params) => inTurn(() => scope.query(text, params)),
    exec: (text) => inTurn(() => scope.exec(text)),
    copy: (text, body) => inTurn(() => scope.copy(text, body)),
    transaction: (work) => inTurn(() => inTransaction(scope, work)),
    async close() {
      await inTurn(() => ask({ kind: "close" }));
      await end();
      await unlock();
    },
  };
}

/** A process whose engine has ended can do nothing more: it ends too, once its callers know, and whoever supervises it starts another. */
function endProcess(error: SillageError): void {
  setImmediate(() => {
    throw error;
  });
}
