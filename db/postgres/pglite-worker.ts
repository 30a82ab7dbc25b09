import { parentPort, workerData } from "node:worker_threads";
import { atMost } from "../../core/at-most.ts";
import type { EngineData, EngineRequest } from "./engine-calls.ts";
import { openEngine } from "./open-engine.ts";
import { declaredParsers } from "./parse-types.ts";

// PGlite is synchronous WebAssembly: in a thread of its own a long statement stalls neither heartbeats nor HTTP.
const { directory, module }: EngineData = workerData;
const engine = await openEngine(directory, { module });
await engine.exec("set timezone to 'UTC'");

async function answer(request: EngineRequest): Promise<unknown> {
  switch (request.kind) {
    case "query":
      return (await engine.query(request.text, [...request.params])).rows;
    case "read":
      return (await engine.query(request.text, [...request.params], { parsers: { ...declaredParsers } })).rows;
    case "exec":
      return void (await engine.exec(request.text));
    case "copy":
      return void (await engine.query(request.text.replace("from stdin", "from '/dev/blob'"), [], {
        blob: new Blob([request.body]),
      }));
    case "close":
      return engine.close();
  }
}

/** Requests are answered in their order, one at a time: some are sent before the one before is answered. */
const inTurn = atMost(1);

parentPort?.on("message", (request: EngineRequest) => {
  inTurn(() => answer(request)).then(
    (result) => parentPort?.postMessage({ id: request.id, result }),
    (error: unknown) => {
      // An engine that aborted answers nothing any more: the thread ends, which is told to every caller.
      if (error instanceof Error && error.name === "RuntimeError") process.exit(1);
      parentPort?.postMessage({
        id: request.id,
        error: {
          code: fieldOf(error, "code"),
          constraint: fieldOf(error, "constraint"),
          schema: fieldOf(error, "schema"),
          message: error instanceof Error ? error.message : "unknown",
        },
      });
    },
  );
});

function fieldOf(error: unknown, field: string): unknown {
  return typeof error === "object" && error !== null ? Reflect.get(error, field) : undefined;
}
