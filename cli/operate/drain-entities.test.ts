import type { Client } from "@temporalio/client";
import { expect, test } from "vitest";
import { drainEntities } from "./drain-entities.ts";

/** A server on which entities run; those that obey start again when they are told to. */
function entities(names: readonly string[], obey: readonly string[]): Client {
  const ended = new Set<string>();
  const workflow = {
    async *list() {
      for (const workflowId of names) yield { workflowId, runId: `first run of ${workflowId}` };
    },
    getHandle: (workflowId: string) => ({
      signal: async () => void (obey.includes(workflowId) && ended.add(workflowId)),
      describe: async () => ({ status: { name: ended.has(workflowId) ? "CONTINUED_AS_NEW" : "RUNNING" } }),
    }),
  };
  return { workflow } as unknown as Client;
}

test("a drain ends when every entity has started again, and names them", async () => {
  const names = ["asset/clients", "asset/sites"];
  expect(await drainEntities(entities(names, names), 60_000)).toEqual(names);
});

test("entities that do not start again are named when the time is over", async () => {
  await expect(drainEntities(entities(["asset/clients", "asset/sites"], ["asset/sites"]), 1)).rejects.toMatchObject({
    code: "drain.unfinished",
    retryable: true,
    message:
      "After 0.001 s 1 entities have not started again: asset/clients. See that a worker of the role `control` runs and that the database answers, and drain again.",
  });
});
