import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
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
  const turns = new Turns();
  const scope: SqlScope = {
    query: (text, params = []) => ask({ kind: "query", text, params }),
    exec: (text) => ask({ kind: "exec", text }),
    copy: (text, body) => ask({ kind: "copy", text, body }),
  };
  return {
    describe: () => place,
    query: (text, params) => turns.take(() => scope.query(text, params)),
    exec: (text) => turns.take(() => scope.exec(text)),
    copy: (target, body) => turns.take(() => scope.copy(target, body)),
    transaction: (work) => turns.take(() => inTransaction(scope, work)),
    async close() {
      await turns.take(() => ask({ kind: "close" }));
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

/** The engine has one session: whoever holds the turn has it whole. */
class Turns {
  #last: Promise<unknown> = Promise.resolve();
  take<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}
