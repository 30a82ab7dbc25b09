import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import { lockDirectory } from "./lock-directory.ts";
import type { SqlScope, SqlSession } from "./session.ts";
import { toDbError } from "./to-db-error.ts";

/** What the engine's thread is asked; one answer each, in order. */
export type PgliteRequest =
  | { readonly id: number; readonly kind: "query"; readonly text: string; readonly params: readonly unknown[] }
  | { readonly id: number; readonly kind: "exec"; readonly text: string }
  | { readonly id: number; readonly kind: "copy"; readonly text: string; readonly body: Uint8Array }
  | { readonly id: number; readonly kind: "close" };

type Unnumbered = PgliteRequest extends infer R ? (R extends { id: number } ? Omit<R, "id"> : never) : never;
type Answer = { readonly id: number; readonly result?: unknown; readonly error?: object };

/** PGlite in a worker thread, on a directory (locked against a second process) or in memory. Throws `db.locked`. */
export async function pgliteSession(directory: string | undefined): Promise<SqlSession> {
  if (directory !== undefined) await mkdir(dirname(directory), { recursive: true });
  const unlock = directory === undefined ? async () => undefined : await lockDirectory(directory);
  const worker = new Worker(new URL("./pglite-worker.ts", import.meta.url), { workerData: directory });
  const ask = asker(worker);
  const turns = new Turns();
  const scope: SqlScope = {
    query: (text, params = []) => ask({ kind: "query", text, params }),
    exec: (text) => ask({ kind: "exec", text }),
    copy: (text, body) => ask({ kind: "copy", text, body }),
  };
  return {
    describe: () => (directory === undefined ? "PGlite in memory" : `PGlite at ${directory}`),
    query: (text, params) => turns.take(() => scope.query(text, params)),
    exec: (text) => turns.take(() => scope.exec(text)),
    copy: (target, body) => turns.take(() => scope.copy(target, body)),
    transaction: (work) => turns.take(() => inTransaction(scope, work)),
    async close() {
      await turns.take(() => ask({ kind: "close" }));
      await worker.terminate();
      await unlock();
    },
  };
}

/** Runs work in one transaction of a session that nobody else uses meanwhile. */
async function inTransaction<Result>(scope: SqlScope, work: (scope: SqlScope) => Promise<Result>): Promise<Result> {
  await scope.exec("begin");
  try {
    const result = await work(scope);
    await scope.exec("commit");
    return result;
  } catch (error) {
    await scope.exec("rollback");
    throw error;
  }
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

function asker(worker: Worker) {
  let next = 0;
  const waiting = new Map<
    number,
    { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void }
  >();
  worker.on("message", ({ id, result, error }: Answer) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(toDbError(error));
  });
  worker.on("error", (error) => {
    for (const call of waiting.values()) call.reject(toDbError(error));
    waiting.clear();
  });
  return <Result>(request: Unnumbered): Promise<Result> => {
    const id = ++next;
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    waiting.set(id, { resolve: (value) => resolve(mintResult<Result>(value)), reject });
    worker.postMessage({ ...request, id });
    return promise;
  };
}

/** A row's type is what its statement says: the one place where it is given. */
const mintResult = <Result>(value: unknown): Result => value as Result;
