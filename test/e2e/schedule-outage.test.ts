import { setTimeout as sleep } from "node:timers/promises";
import { TestWorkflowEnvironment } from "@temporalio/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { everything, job, onCron, type ScheduleOptions } from "../../db/declare/job.ts";
import { reconcileSchedules } from "../../worker/schedules.ts";
import { until } from "../harness/demo.ts";
import { temporalOnDisk, type TemporalOnDisk } from "../harness/temporal-on-disk.ts";
import { noTemporal } from "../harness/temporal.ts";
import { workflowWorld, type WorkflowWorld } from "../harness/workflow-world.ts";

/** One instant, as a cron with a field of seconds in front and one of years behind. */
const onceAt = (at: Date): string =>
  `${at.getUTCSeconds()} ${at.getUTCMinutes()} ${at.getUTCHours()} ${at.getUTCDate()} ${at.getUTCMonth() + 1} * ${at.getUTCFullYear()}`;

describe.skipIf(noTemporal !== undefined)(
  `a night that falls into an outage${noTemporal === undefined ? "" : ` (skipped: ${noTemporal})`}`,
  () => {
    let server: TemporalOnDisk;
    let world: WorkflowWorld;
    beforeAll(async () => {
      server = await temporalOnDisk();
      world = await workflowWorld({
        server: () => TestWorkflowEnvironment.createFromExistingServer({ address: server.address }),
      });
    });
    afterAll(async () => {
      await world.stop();
      await server.remove();
    });

    test("is made up for once, as the run of that night, unless it is older than the job makes up for", async () => {
      const due = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 12_000);
      const night = (name: string, options: ScheduleOptions) =>
        job(name, { select: everything(), trigger: onCron(onceAt(due), "UTC", options) });
      await reconcileSchedules(world.client, [night("nightly", {}), night("strict", { catchUp: "10 seconds" })], "run");
      const nextOf = async (name: string) =>
        (await world.client.schedule.getHandle(name).describe()).info.nextActionTimes.map(Number);
      // A schedule that was made just before its server stops may never have begun to wait.
      for (const name of ["nightly", "strict"])
        await until(`${name} waits`, async () => (await nextOf(name)).includes(due.getTime()));
      await server.stop();
      await sleep(due.getTime() - Date.now() + 12_000);
      await server.start();
      const missed = async () =>
        (await world.client.schedule.getHandle("strict").describe()).info.numActionsMissedCatchupWindow;
      await until("the night was made up for", async () => world.recorded.length === 2, 90_000);
      await until("the other one was given up", async () => (await missed()) >= 1);
      expect(world.recorded).toMatchObject([
        { id: `run/nightly-${due.toISOString().replace(".000", "")}`, state: "running", logicalAt: due.toISOString() },
        { state: "succeeded" },
      ]);
      expect(Date.parse(world.recorded[0]?.startedAt ?? "")).toBeGreaterThan(due.getTime() + 10_000);
    });
  },
);
