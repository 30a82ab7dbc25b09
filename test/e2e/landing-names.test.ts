import { Context } from "@temporalio/activity";
import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from "@temporalio/worker";
import type { TestWorkflowEnvironment } from "@temporalio/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Found, Look } from "../../activities/find-loads.ts";
import { keepAlive } from "../../activities/keep-alive.ts";
import { atMost } from "../../core/at-most.ts";
import type { ObjectCreated } from "../../core/objects-told.ts";
import { workflowBundle } from "../../worker/bundle.ts";
import { dataConverter } from "../../worker/wire/data-converter.ts";
import { queue, workflowId } from "../../workflows/contracts/ids.ts";
import { until } from "../harness/demo.ts";
import { noTemporal, testTemporal } from "../harness/temporal.ts";

const nothing: Found = { start: [], later: [], unknown: [], more: false, foreign: 0, known: 0, gone: 0 };
/** An object whose name takes 1,008 bytes, as long as stores take them. */
const objectOf = (at: number): ObjectCreated => ({
  key: `inbox/sites/${"é".repeat(496)}${String(at).padStart(4, "0")}`,
  etag: "0123456789abcdef0123456789abcdef",
});
const objectsOf = (from: number, count: number) => Array.from({ length: count }, (_, at) => objectOf(from + at));
const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

describe.skipIf(noTemporal !== undefined)(
  `long names told to the landing sensor${noTemporal === undefined ? "" : ` (skipped: ${noTemporal})`}`,
  () => {
    let env: TestWorkflowEnvironment;
    let worker: Worker;
    let running: Promise<void>;
    const looks: Look[] = [];
    /** What a look waits for before it is answered. */
    let held = Promise.withResolvers<void>();

    beforeAll(async () => {
      const telemetryOptions = { logging: { filter: makeTelemetryFilterString({ core: "ERROR" }) } };
      Runtime.install({ logger: new DefaultLogger("ERROR"), telemetryOptions });
      env = await testTemporal();
      worker = await Worker.create({
        connection: env.nativeConnection,
        dataConverter,
        taskQueue: queue.control,
        workflowBundle: await workflowBundle(),
        activities: {
          async findLoads(look: Look): Promise<Found> {
            using _beat = keepAlive(() => Context.current().heartbeat());
            looks.push(look);
            await held.promise;
            return nothing;
          },
        },
      });
      running = worker.run();
    });
    afterAll(async () => {
      held.resolve();
      worker.shutdown();
      await running;
      await env.teardown();
    });

    const sensor = (runId?: string) => env.client.workflow.getHandle(workflowId.landingSensor, runId);
    const told = (objects: readonly ObjectCreated[]) =>
      sensor().signal("objectsCreated", { objects, duplicates: 0, foreign: 0, gone: 0 });

    test("what the sensor carries to an empty history and tells one look is bounded by bytes; what is left out is listed", async () => {
      const { firstExecutionRunId: first } = await env.client.workflow.start("landingSensor", {
        workflowId: workflowId.landingSensor,
        taskQueue: queue.control,
        args: [{ listEvery: 3_600_000 }],
      });
      await until("it lists", async () => looks.length === 1);
      for (let from = 0; from < 2_000; from += 500) await told(objectsOf(from, 500));
      expect(bytesOf(objectsOf(0, 2_000))).toBeGreaterThan(2 * 1024 * 1024);
      // Told again, which only makes the history long.
      const sending = atMost(50);
      const again = Array.from({ length: 1_000 }, () => sending(() => sensor().signal("objectCreated", objectOf(0))));
      await Promise.all(again);
      held.resolve();
      held = Promise.withResolvers();
      await until("it looks under an empty history", async () => looks.length === 2, 120_000);
      const { runId: second } = await sensor().describe();
      expect(second).not.toBe(first);
      const [, look] = looks;
      expect(look?.list).toBe("full");
      expect(look?.objects.length).toBeGreaterThan(300);
      expect(bytesOf(look)).toBeLessThan(401_000);
      await told(objectsOf(2_000, 500));
      held.resolve();
      await until("all were looked at", async () => looks.slice(2).flatMap(({ objects }) => objects).length === 500);
      expect(looks.slice(2).map((one) => bytesOf(one) < 401_000)).toEqual([true, true]);
      for (const runId of [first, second])
        await Worker.runReplayHistory(
          { workflowBundle: await workflowBundle() },
          await sensor(runId).fetchHistory(),
          workflowId.landingSensor,
        );
    });
  },
);
