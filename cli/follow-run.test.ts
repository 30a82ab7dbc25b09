import type { Client } from "@temporalio/client";
import { expect, test } from "vitest";
import { followRun } from "./follow-run.ts";
import { rejectionAt } from "./stop-signal.ts";

/** A server on which a run never ends, and which answers a question about it only when told. */
function slowServer() {
  const question = Promise.withResolvers<never>();
  const asked = Promise.withResolvers<void>();
  const query = () => (asked.resolve(), question.promise);
  const waits: AbortSignal[] = [];
  const client = {
    workflow: { getHandle: () => ({ result: () => new Promise(() => undefined), query }) },
    withAbortSignal: <Result>(signal: AbortSignal, work: () => Result) => (waits.push(signal), work()),
  };
  return {
    client: client as unknown as Client,
    asked: asked.promise,
    answer: () => question.reject(new Error("late")),
    areCancelled: () => waits.map((signal) => signal.aborted),
  };
}

test("a run that is followed no longer is asked nothing any more: the wait for its end is cancelled, and the last question is through", async () => {
  const { client, asked, answer, areCancelled } = slowServer();
  const stop = new AbortController();
  let ended = false;
  const following = followRun(client, "run/initial/A", {
    openLoads: async () => [],
    output: { progress: () => undefined, live: () => undefined },
    interrupted: rejectionAt(stop.signal),
  }).finally(() => (ended = true));
  following.catch(() => undefined);
  await asked;
  stop.abort(new Error("stopped"));
  await new Promise((resolve) => setImmediate(resolve));
  expect([ended, areCancelled()]).toEqual([false, [true]]);
  answer();
  await expect(following).rejects.toThrow("stopped");
});
