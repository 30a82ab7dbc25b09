import type { TestWorkflowEnvironment } from "@temporalio/testing";
import { Worker } from "@temporalio/worker";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { workflowBundle } from "../../worker/bundle.ts";
import { lackingAttributes } from "../../worker/lacking-attributes.ts";
import { readyAttributes } from "../../worker/ready-attributes.ts";
import { attribute, searchAttributeKinds } from "../../workflows/contracts/attributes.ts";
import { queue, workflowId } from "../../workflows/contracts/ids.ts";
import { until } from "../harness/demo.ts";
import { noTemporal, testTemporal } from "../harness/temporal.ts";

describe.skipIf(noTemporal !== undefined)(
  `a Temporal server that runs already, without our search attributes${noTemporal === undefined ? "" : ` (skipped: ${noTemporal})`}`,
  () => {
    let env: TestWorkflowEnvironment;
    beforeAll(async () => {
      env = await testTemporal([attribute.job]);
    });
    afterAll(() => env.teardown());

    test("is given those that it lacks, by two workers that start at once, and once", async () => {
      const names = Object.keys(searchAttributeKinds).filter((name) => name !== "SillageJob");
      expect(await lackingAttributes(env.client)).toEqual(names);
      await Promise.all([readyAttributes(env.client), readyAttributes(env.client)]);
      expect(await lackingAttributes(env.client)).toEqual([]);
      expect(await readyAttributes(env.client)).toEqual([]);
    });

    test("then runs workflows that are filed under them", async () => {
      const worker = await Worker.create({
        connection: env.nativeConnection,
        taskQueue: queue.control,
        workflowBundle: await workflowBundle(),
      });
      await worker.runUntil(async () => {
        const id = workflowId.asset("orders");
        await env.client.workflow.start("assetState", {
          workflowId: id,
          taskQueue: queue.control,
          args: ["orders"],
        });
        const filed = env.client.workflow.list({ query: "SillageAsset = 'orders'" });
        await until("the workflow is filed", async () => (await Array.fromAsync(filed)).length === 1, 90_000);
        await env.client.workflow.getHandle(id).terminate();
      });
    });
  },
);
