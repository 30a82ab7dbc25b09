import type { TestWorkflowEnvironment } from "@temporalio/testing";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { JobSpec } from "../../core/spec/asset.ts";
import { everything, job, onCron, type ScheduleOptions } from "../../db/declare/job.ts";
import { reconcileSchedules } from "../../worker/schedules.ts";
import { until } from "../harness/demo.ts";
import { noTemporal, testTemporal } from "../harness/temporal.ts";

const night = (name: string, cron = "15 3 * * *", options: ScheduleOptions = {}): JobSpec =>
  job(name, { select: everything(), trigger: onCron(cron, "Europe/Paris", options) });

describe.skipIf(noTemporal !== undefined)(
  `schedules on a Temporal server${noTemporal === undefined ? "" : ` (skipped: ${noTemporal})`}`,
  () => {
    let env: TestWorkflowEnvironment;
    beforeAll(async () => {
      env = await testTemporal();
    });
    afterAll(() => env.teardown());
    afterEach(async () => {
      for (const name of await listed()) await env.client.schedule.getHandle(name).delete();
      await listedAre([]);
    });

    const listed = async (): Promise<readonly string[]> => {
      const names: string[] = [];
      for await (const { scheduleId } of env.client.schedule.list()) names.push(scheduleId);
      return names.toSorted();
    };
    /** The list follows what is created and deleted a moment later. */
    const listedAre = (names: readonly string[]) =>
      until(`the schedules are ${names.join(", ")}`, async () => (await listed()).join() === names.join(), 20_000);

    /** What the server would start in some days from an instant on. Its generated types know seconds as Long only. */
    const startsOf = async (scheduleId: string, from: string, days: number): Promise<readonly Date[]> => {
      const service = env.connection.workflowService as unknown as {
        readonly listScheduleMatchingTimes: (
          request: unknown,
        ) => Promise<{ readonly startTime: readonly { readonly seconds: unknown }[] }>;
      };
      const start = Date.parse(from) / 1000;
      const { startTime } = await service.listScheduleMatchingTimes({
        namespace: "default",
        scheduleId,
        startTime: { seconds: start },
        endTime: { seconds: start + days * 86_400 },
      });
      return startTime.map(({ seconds }) => new Date(Number(seconds) * 1000));
    };

    test("a job's schedule starts its run at its local time, one at a time, and catches up twelve hours", async () => {
      await reconcileSchedules(env.client, [night("nightly")], "run");
      const { policies, spec, action, state } = await env.client.schedule.getHandle("nightly").describe();
      expect(policies).toMatchObject({ overlap: "BUFFER_ONE", catchupWindow: 12 * 3_600_000, pauseOnFailure: false });
      expect(spec).toMatchObject({ timezone: "Europe/Paris", calendars: [{ comment: expect.any(String) }] });
      expect(state.paused).toBe(false);
      expect(action).toMatchObject({
        workflowType: "assetRun",
        workflowId: "run/nightly",
        taskQueue: "sillage-control",
        staticSummary: "nightly: *",
        args: [
          {
            job: "nightly",
            selection: null,
            full: false,
            trigger: "schedule",
            ingestion: "run",
            zone: "Europe/Paris",
          },
        ],
      });
    });

    test.each([
      ["skip", "SKIP"],
      ["cancel-other", "CANCEL_OTHER"],
      ["buffer-one", "BUFFER_ONE"],
    ] as const)(
      "what a job declares of overlaps (%s), catching up and failures is its schedule's",
      async (overlap, policy) => {
        await reconcileSchedules(
          env.client,
          [night("nightly", "15 3 * * *", { overlap, catchUp: "2 days", pauseOnFailure: true })],
          "run",
        );
        const { policies } = await env.client.schedule.getHandle("nightly").describe();
        expect(policies).toMatchObject({ overlap: policy, catchupWindow: 2 * 86_400_000, pauseOnFailure: true });
      },
    );

    test("02:30 is left out in the night that has none, and starts once, at the second, in the night that has two", async () => {
      await reconcileSchedules(env.client, [night("nightly", "30 2 * * *")], "run");
      const told = async (from: string) =>
        (await startsOf("nightly", from, 3)).map((instant) => instant.toISOString().replace(":00.000", ""));
      expect(await told("2027-03-27T00:00:00Z")).toEqual(["2027-03-27T01:30Z", "2027-03-29T00:30Z"]);
      expect(await told("2026-10-24T00:00:00Z")).toEqual([
        "2026-10-24T00:30Z",
        "2026-10-25T01:30Z",
        "2026-10-26T01:30Z",
      ]);
    });

    test("a scheduled run's id ends with its scheduled instant", async () => {
      await reconcileSchedules(env.client, [night("nightly")], "run");
      const schedule = env.client.schedule.getHandle("nightly");
      await schedule.trigger();
      const started = async () =>
        (await schedule.describe()).info.recentActions.map(({ action }) => action.workflow.workflowId);
      await until("it was started", async () => (await started()).length === 1, 20_000);
      expect((await started())[0]).toMatch(/^run\/nightly-\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    });

    test.each([
      ["2026-10-23T00:00:00Z", ["2026-10-23T01:15Z", "2026-10-24T01:15Z", "2026-10-25T02:15Z", "2026-10-26T02:15Z"]],
      ["2027-03-26T00:00:00Z", ["2027-03-26T02:15Z", "2027-03-27T02:15Z", "2027-03-28T01:15Z", "2027-03-29T01:15Z"]],
    ])("over the change of clocks after %s it starts once a night, at 03:15 local", async (from, expected) => {
      await reconcileSchedules(env.client, [night("nightly")], "run");
      const instants = await startsOf("nightly", from, 4);
      expect(instants.map((instant) => instant.toISOString().replace(":00.000", ""))).toEqual(expected);
      expect(
        instants.map((instant) =>
          instant.toLocaleTimeString("fr-FR", { timeZone: "Europe/Paris", timeStyle: "short" }),
        ),
      ).toEqual(["03:15", "03:15", "03:15", "03:15"]);
    });

    test("a job renamed, removed, or started by a command from now on leaves no schedule behind", async () => {
      await reconcileSchedules(env.client, [night("nightly"), night("hourly", "0 * * * *"), night("kept")], "run");
      await listedAre(["hourly", "kept", "nightly"]);
      const names = await reconcileSchedules(
        env.client,
        [night("every_night"), { name: "hourly", select: "*", trigger: { kind: "command" } }, night("kept")],
        "run",
      );
      expect(names).toEqual(["every_night", "kept"]);
      await listedAre(["every_night", "kept"]);
    });

    test("a schedule that a person made is left alone", async () => {
      await env.client.schedule.create({
        scheduleId: "by-hand",
        spec: { intervals: [{ every: "1d" }] },
        action: { type: "startWorkflow", workflowType: "assetRun", taskQueue: "sillage-control", args: [] },
      });
      await listedAre(["by-hand"]);
      await reconcileSchedules(env.client, [], "run");
      await reconcileSchedules(env.client, [night("nightly")], "run");
      await listedAre(["by-hand", "nightly"]);
    });

    test("what an operator paused stays paused, with the note, when the cron changes", async () => {
      await reconcileSchedules(env.client, [night("nightly")], "run");
      const schedule = env.client.schedule.getHandle("nightly");
      await schedule.pause("the vendor moves house");
      await reconcileSchedules(env.client, [night("nightly", "45 4 * * *")], "event");
      const { state, spec, action } = await schedule.describe();
      expect(state).toMatchObject({ paused: true, note: "the vendor moves house" });
      expect(spec.calendars).toMatchObject([{ hour: [{ start: 4 }], minute: [{ start: 45 }] }]);
      expect(action).toMatchObject({ args: [{ ingestion: "event" }] });
    });
  },
);
