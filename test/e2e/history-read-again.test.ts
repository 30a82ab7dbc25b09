import { ApplicationFailure } from "@temporalio/common";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Reread } from "../../activities/rereads.ts";
import { workflowWorld, type WorkflowWorld } from "../harness/workflow-world.ts";

let world: WorkflowWorld;
beforeAll(async () => void (world = await workflowWorld()));
afterAll(() => world.stop());
beforeEach(() => void world.rereads.splice(0));

const until = "2026-11-01T00:00:00.000Z";
const pass = { day: "2026-11-25", fence: 0, mark: {}, pass: "full", since: null, version: null, until } as const;
const share = (loadId: string): Reread => ({ pass: { table: "orders", loadId, ...pass, origin: "backfill" }, until });

/** A run whose table's history is read again under a load id. */
async function readAgain(loadId: string): Promise<string | undefined> {
  world.hooks.reread = () => share(loadId);
  const run = await world.start(`run/${loadId}`, "orders");
  return (await run.result()).steps[0]?.detail;
}

test("history that was read again is kept as merged once its load was merged", async () => {
  let keptBefore: number | undefined;
  world.hooks.finishLoad = async (load) => void (load === "v1/01MERGED" && (keptBefore = world.rereads.length));
  expect(await readAgain("01MERGED")).toContain("1 differed and 0 were missing in history read again");
  expect(keptBefore).toBe(0);
  expect(world.rereads).toMatchObject([{ reread: share("01MERGED"), differing: 1, refused: null }]);
});

test("where its load is refused it is kept as refused, so that its span is read again, and the run goes on", async () => {
  const why = "The load is not what it says.";
  world.hooks.finishLoad = async (load) => {
    if (load === "v1/01REFUSED") throw ApplicationFailure.nonRetryable(why, "load.unbalanced");
  };
  expect(await readAgain("01REFUSED")).toContain(`history not read again: ${why}`);
  expect(world.rereads).toMatchObject([{ reread: share("01REFUSED"), refused: why }]);
});
