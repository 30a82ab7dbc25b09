import { afterAll, beforeAll, expect, test } from "vitest";
import { testDemo, type TestDemo } from "../harness/demo.ts";

let night: TestDemo;

beforeAll(async () => {
  night = await testDemo({ environment: { INGESTION_TRIGGER: "event", LANDING_LIST_SECONDS: "600" } });
});
afterAll(() => night.stop());

test("the object-created event alone starts every ingestion, and the run waits on the ledger", async () => {
  const initial = await night.run("initial");
  expect(initial.steps.map((step) => step.state)).not.toContain("failed");
  await night.advance(24);
  await night.run("nightly");
  expect(await night.unequal()).toEqual([]);
});

test("the ingestions are no children of the run", async () => {
  const parents: unknown[] = [];
  for await (const started of night.demo.client.workflow.list({ query: 'WorkflowType = "ingestLoad"' }))
    parents.push(started.parentExecution?.workflowId ?? undefined);
  expect(new Set(parents)).toEqual(new Set(["sensor/landing"]));
});
