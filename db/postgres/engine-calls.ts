import type { Worker } from "node:worker_threads";
import { SillageError } from "../../core/errors.ts";
import { toDbError } from "./to-db-error.ts";

/** What the engine's thread begins with: its directory, none for one in memory, and the engine's compiled code. */
export type EngineData = { readonly directory: string | undefined; readonly module: WebAssembly.Module };

/** What the engine's thread is asked; one answer each, in order. */
export type EngineRequest =
  | {
      readonly id: number;
      readonly kind: "query" | "read";
      readonly text: string;
      readonly params: readonly unknown[];
    }
  | { readonly id: number; readonly kind: "exec"; readonly text: string }
  | { readonly id: number; readonly kind: "copy"; readonly text: string; readonly body: Uint8Array }
  | { readonly id: number; readonly kind: "close" };

type Unnumbered = EngineRequest extends infer R ? (R extends { id: number } ? Omit<R, "id"> : never) : never;
type Answer = { readonly id: number; readonly result?: unknown; readonly error?: object };
type Call = { readonly resolve: (value: unknown) => void; readonly reject: (error: SillageError) => void };

/** Calls to the thread that runs an engine. */
export type EngineCalls = {
  /** Rejects with `db.*`; with `db.engine-ended`, at once and ever after, when the thread has ended. */
  readonly ask: <Result>(request: Unnumbered) => Promise<Result>;
  /** End the thread on purpose. */
  readonly end: () => Promise<void>;
};

/** Number calls and their answers. `onEnd` is told once when the thread ends by itself: it never comes back in this process. */
export function engineCalls(worker: Worker, place: string, onEnd: (error: SillageError) => void): EngineCalls {
  let next = 0;
  let ended: SillageError | undefined;
  let closing = false;
  const waiting = new Map<number, Call>();
  worker.on("message", ({ id, result, error }: Answer) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(toDbError(error, place));
  });
  // Its exit follows, and tells the callers.
  worker.on("error", () => undefined);
  worker.on("exit", (status) => {
    ended = engineEnded(place, status);
    for (const call of waiting.values()) call.reject(ended);
    waiting.clear();
    if (!closing) onEnd(ended);
  });
  return {
    ask<Result>(request: Unnumbered): Promise<Result> {
      if (ended !== undefined) return Promise.reject(ended);
      const id = ++next;
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      waiting.set(id, { resolve: (value) => resolve(mintResult<Result>(value)), reject });
      worker.postMessage({ ...request, id });
      return promise;
    },
    async end() {
      closing = true;
      await worker.terminate();
    },
  };
}

const engineEnded = (place: string, status: number): SillageError =>
  new SillageError({
    code: "db.engine-ended",
    message: `The engine of ${place} ended by itself (status ${status}).`,
    fix: "Start Sillage again; under `sillage dev` that is done for you. Rows that were committed are there.",
    retryable: true,
  });

/** A row's type is what its statement says: the one place where it is given. */
const mintResult = <Result>(value: unknown): Result => value as Result;
