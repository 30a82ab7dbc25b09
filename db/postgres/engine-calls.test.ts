import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import type { SillageError } from "../../core/errors.ts";
import { engineCalls } from "./engine-calls.ts";

const engine = (onMessage: string): Worker =>
  new Worker(
    `const { parentPort } = require("node:worker_threads"); parentPort.on("message", (request) => { ${onMessage} });`,
    { eval: true },
  );
const asked = { kind: "exec", text: "select 1" } as const;
const ended =
  "The engine of PGlite at d ended by itself (status 7). Start Sillage again; under `sillage dev` that is done for you. Rows that were committed are there.";

test("an engine that ends answers every caller, waiting and later, and its process is told once", async () => {
  const told: SillageError[] = [];
  const { ask } = engineCalls(engine("if (request.id === 2) process.exit(7);"), "PGlite at d", (error) =>
    told.push(error),
  );
  const answers = await Promise.allSettled([ask(asked), ask(asked), ask(asked)]);
  const errors = answers.map((answer) => (answer.status === "rejected" ? answer.reason : undefined));
  expect(errors).toEqual(
    Array.from({ length: 3 }, () =>
      expect.objectContaining({ code: "db.engine-ended", message: ended, retryable: true }),
    ),
  );
  await expect(ask(asked)).rejects.toThrow(ended);
  expect(told).toHaveLength(1);
});

test("an engine that fails outside any call ends as well", async () => {
  const told: SillageError[] = [];
  const { ask } = engineCalls(engine("setTimeout(() => { throw new Error('odd'); });"), "PGlite at d", (error) =>
    told.push(error),
  );
  await expect(ask(asked)).rejects.toMatchObject({ code: "db.engine-ended" });
  expect(told).toHaveLength(1);
});

test("answers find their callers; an engine ended on purpose tells nobody", async () => {
  const told: SillageError[] = [];
  const { ask, end } = engineCalls(
    engine(
      "parentPort.postMessage(request.text === 'bad' ? { id: request.id, error: { code: '42601', message: 'no' } } : { id: request.id, result: request.text });",
    ),
    "PGlite at d",
    (error) => told.push(error),
  );
  expect(await Promise.all([ask({ ...asked, text: "a" }), ask({ ...asked, text: "b" })])).toEqual(["a", "b"]);
  await expect(ask({ ...asked, text: "bad" })).rejects.toThrow("PGlite at d answered 42601: no.");
  await end();
  expect(told).toEqual([]);
  await expect(ask(asked)).rejects.toMatchObject({ code: "db.engine-ended" });
});
