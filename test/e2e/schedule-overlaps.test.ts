import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { everything, job, onCron, type ScheduleOptions } from "../../db/declare/job.ts";
import { reconcileSchedules } from "../../worker/schedules.ts";
import { until } from "../harness/demo.ts";
import { noTemporal } from "../harness/temporal.ts";
import { workflowWorld, type WorkflowWorld } from "../harness/workflow-world.ts";

/** Each second second: Temporal reads a field of seconds in front, and one of years behind. */
const often = "*/2 * * * * * *";

describe.skipIf(noTemporal !== undefined)(
  `a schedule whose runs overlap${noTemporal === undefined ? "" : ` (skipped: ${noTemporal})`}`,
  () => {
    let world: WorkflowWorld;
    beforeAll(async () => {
      world = await workflowWorld();
    });
    afterAll(() => world.stop());
    beforeEach(() => void (world.recorded.length = 0));
    afterEach(async () => {
      world.hooks.extract = async () => undefined;
      await until("nothing goes on", async () => begun().length === ends().length);
    });

    const schedule = () => world.client.schedule.getHandle("often");
    const scheduled = (options: ScheduleOptions) =>
      reconcileSchedules(
        world.client,
        [job("often", { select: everything(), trigger: onCron(often, "UTC", options) })],
        "run",
      );
    const begun = () => world.recorded.filter(({ state }) => state === "running");
    const ends = () => world.recorded.filter(({ state }) => state !== "running");
    const skipped = async () => (await schedule().describe()).info.numActionsSkippedOverlap;
    /** Extractions wait until they are let go. */
    const held = () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      world.hooks.extract = () => promise;
      return resolve;
    };
    const instants = () => begun().map(({ logicalAt }) => Date.parse(logicalAt ?? ""));

    test("with skip, what is due while a run goes on is left out", async () => {
      const letGo = held();
      await scheduled({ overlap: "skip" });
      await until("two starts were left out", async () => (await skipped()) >= 2);
      expect(begun()).toHaveLength(1);
      await schedule().delete();
      letGo();
      await until("it ended", async () => ends().length === 1);
      expect(world.recorded.map(({ state }) => state)).toEqual(["running", "succeeded"]);
    });

    test("with buffer-one, one more run follows, for the first instant that was due meanwhile", async () => {
      const letGo = held();
      await scheduled({ overlap: "buffer-one" });
      await until("one waits, and more are left out", async () => (await skipped()) >= 2);
      expect(begun()).toHaveLength(1);
      letGo();
      await until("the next one followed", async () => begun().length >= 2);
      await schedule().delete();
      const [first = 0, second = 0] = instants();
      expect(second - first).toBe(2_000);
    });

    test("with cancel-other, the run that goes on is cancelled for the next one", async () => {
      world.hooks.extract = () => sleep(3_000);
      await scheduled({ overlap: "cancel-other" });
      await until("one was cancelled and the next begun", async () => begun().length >= 2);
      await schedule().delete();
      const [first] = begun();
      expect(ends().find(({ id }) => id === first?.id)).toMatchObject({ state: "cancelled" });
    });
  },
);
