import type { Client } from "@temporalio/client";
import { expect, test } from "vitest";
import { drainEntities } from "./drain-entities.ts";

/** A server on which entities run; those that obey start again when they are told to, those that owe have a row on its way to the audit. */
function entities(names: readonly string[], obey: readonly string[], owe: readonly string[] = []): Client {
  const ended = new Set<string>();
  const workflow = {
    async *list() {
      for (const workflowId of names) yield { workflowId, runId: `first run of ${workflowId}` };
    },
    getHandle: (workflowId: string) => ({
      signal: async () => void (obey.includes(workflowId) && ended.add(workflowId)),
      describe: async () => ({
        status: { name: ended.has(workflowId) ? "CONTINUED_AS_NEW" : "RUNNING" },
        raw: { pendingActivities: owe.includes(workflowId) ? [{ activityType: { name: "recordAudit" } }] : [] },
      }),
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

test("entities that wait for the database to take a change by hand are told as such; others come first", async () => {
  const names = ["asset/clients", "asset/sites"];
  await expect(drainEntities(entities(names, ["asset/sites"], ["asset/clients"]), 1)).rejects.toMatchObject({
    code: "drain.audit-owed",
    retryable: true,
    message:
      "After 0.001 s 1 entities wait for a change by hand to be written to the audit: asset/clients. The changes are in force, and tried to be written for a day. See that the database answers, and drain again.",
  });
  await expect(drainEntities(entities(names, [], ["asset/clients"]), 1)).rejects.toMatchObject({
    code: "drain.unfinished",
    message: expect.stringContaining("1 entities have not started again: asset/sites."),
  });
});
