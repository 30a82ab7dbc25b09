import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import { expect, test } from "vitest";
import { orderRun, orderSensor } from "./order-workflow.ts";

const order = { update: "setConcurrency", argument: {} };
const clientThat = (executeUpdate: () => Promise<unknown>): Client =>
  ({
    withDeadline: (_: number, work: () => Promise<unknown>) => work(),
    workflow: { getHandle: () => ({ executeUpdate }) },
  }) as unknown as Client;

test("an order is answered with what was changed", async () => {
  const changed = { oldValue: "6", newValue: "2" };
  expect(
    await orderRun(
      clientThat(async () => changed),
      "run/a",
      order,
    ),
  ).toEqual(changed);
});

test.each([
  [
    new WorkflowUpdateFailedError("refused", ApplicationFailure.nonRetryable("It is held by x.", "asset.held")),
    { code: "asset.held", message: "It is held by x. Nothing was changed." },
  ],
  [
    new WorkflowNotFoundError("gone", "run/a", undefined),
    { code: "run.not-running", message: "No run run/a is on its way. `sillage status` names those that are." },
  ],
  [
    new WorkflowUpdateRPCTimeoutOrCancelledError("deadline"),
    {
      code: "order.unanswered",
      retryable: true,
      message:
        "run/a did not answer within 30 s. The change may be made later: see that a worker of the role `control` runs and that the database answers, then look with `sillage audit list`.",
    },
  ],
])("%s is told as our own error", async (error, told) => {
  await expect(
    orderRun(
      clientThat(async () => {
        throw error;
      }),
      "run/a",
      order,
    ),
  ).rejects.toMatchObject(told);
});

test("a sensor that does not run is told as one", async () => {
  const gone = clientThat(() => Promise.reject(new WorkflowNotFoundError("gone", "sensor/file", undefined)));
  await expect(orderSensor(gone, "file", order)).rejects.toMatchObject({
    code: "sensor.not-running",
    message:
      "The sensor file does not run. A worker of the role `control` starts it: see that one runs with this deployment.",
  });
});
