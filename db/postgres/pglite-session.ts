import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import { atMost } from "../../core/at-most.ts";
import type { SillageError } from "../../core/errors.ts";
import { engineModule } from "./engine-module.ts";
import { engineCalls } from "./engine-calls.ts";
import { begin } from "./in-transaction.ts";
import { lockDirectory } from "./lock-directory.ts";
import type { SqlScope, SqlSession, SqlStep } from "./session.ts";

/** PGlite in a worker thread, on a directory (locked against a second process) or in memory. Throws `db.locked`. */
export async function pgliteSession(directory: string | undefined): Promise<SqlSession> {
  if (directory !== undefined) await mkdir(dirname(directory), { recursive: true });
  const unlock = directory === undefined ? async () => undefined : await lockDirectory(directory);
  const place = directory === undefined ? "PGlite in memory" : `PGlite at ${directory}`;
  const worker = new Worker(new URL("./pglite-worker.ts", import.meta.url), {
    workerData: { directory, module: await engineModule() },
  });
  const { ask, end } = engineCalls(worker, place, endProcess);
  // The engine has one session: whoever holds the turn has it whole.
  const inTurn = atMost(1);
  const scope: SqlScope = {
    query: (text, params = []) => ask({ kind: "query", text, params }),
    read: (text, params) => ask({ kind: "read", text, params }),
    exec: (text) => ask({ kind: "exec", text }),
    copy: (text, body) => ask({ kind: "copy", text, body }),
    // The engine works through what it is asked: it need not wait for this thread between two of them.
    async series<Row>(steps: readonly SqlStep[]) {
      const answers = await Promise.all(
        steps.map((step) => ask<Row[]>("body" in step ? { kind: "copy", ...step } : { kind: "query", ...step })),
      );
      return answers.at(-1) ?? [];
    },
  };
  const transaction: SqlSession["transaction"] = async (work) => {
    const { result, committed } = await inTurn(() => transacted(scope, work));
    await committed;
    return result;
  };
  return {
    describe: () => place,
    query: (text, params) => inTurn(() => scope.query(text, params)),
    read: (text, params) => inTurn(() => scope.read(text, params)),
    exec: (text) => inTurn(() => scope.exec(text)),
    copy: (text, body) => inTurn(() => scope.copy(text, body)),
    series: (steps) => transaction((inside) => inside.series(steps)),
    transaction,
    async close() {
      await inTurn(() => ask({ kind: "close" }));
      await end();
      await unlock();
    },
  };
}

/** A transaction whose end is asked for: the next one may be, since the engine keeps their order. Rolled back when `work` throws. */
async function transacted<Result>(
  scope: SqlScope,
  work: (scope: SqlScope) => Promise<Result>,
): Promise<{ readonly result: Result; readonly committed: Promise<void> }> {
  // An engine that does not begin says so to the next statement too.
  scope.exec(begin).catch(() => undefined);
  try {
    const result = await work(scope);
    const committed = scope.exec("commit");
    committed.catch(() => undefined);
    return { result, committed };
  } catch (error) {
    await scope.exec("rollback").catch(() => undefined);
    throw error;
  }
}

/** A process whose engine has ended can do nothing more: it ends too, once its callers know, and whoever supervises it starts another. */
function endProcess(error: SillageError): void {
  setImmediate(() => {
    throw error;
  });
}
