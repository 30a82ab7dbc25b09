import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import { entityStart } from "../../activities/adapters/entity-start.ts";
import { SillageError } from "../../core/errors.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import type { Changed } from "../../workflows/contracts/control-messages.ts";

/** How long an order may take: it is answered once it is audited. Milliseconds. */
const answeredWithin = 30_000;

/** What a workflow is ordered by the name of an update. */
type Order = { readonly update: string; readonly argument: unknown };

/** Order something of an asset's entity, which is started where it does not run. Throws what it refuses with, and `order.unanswered`. */
export const orderAsset = (client: Client, asset: string, { update, argument }: Order): Promise<Changed> =>
  ordered(client, `asset/${asset}`, () =>
    client.workflow.executeUpdateWithStart<(asset: string) => Promise<void>, Changed, [unknown]>(update, {
      args: [argument],
      startWorkflowOperation: entityStart(asset),
    }),
  );

/** Order something of a run on its way. Throws what it refuses with, `run.not-running`, `order.unanswered`. */
export const orderRun = (client: Client, id: string, { update, argument }: Order): Promise<Changed> =>
  ordered(client, id, () =>
    client.workflow.getHandle(id).executeUpdate<Changed, [unknown]>(update, { args: [argument] }),
  );

/** Order something of a polling sensor. Throws what it refuses with, `sensor.not-running`, `order.unanswered`. */
export const orderSensor = async (client: Client, name: string, { update, argument }: Order): Promise<Changed> => {
  const id = workflowId.sensor(name);
  const order = () => client.workflow.getHandle(id).executeUpdate<Changed, [unknown]>(update, { args: [argument] });
  return ordered(client, id, order).catch((error: unknown) => {
    if (!(error instanceof SillageError) || error.code !== "run.not-running") throw error;
    throw new SillageError({
      code: "sensor.not-running",
      message: `The sensor ${name} does not run.`,
      fix: "A worker of the role `control` starts it: see that one runs with this deployment.",
    });
  });
};

async function ordered(client: Client, id: string, order: () => Promise<Changed>): Promise<Changed> {
  try {
    return await client.withDeadline(Date.now() + answeredWithin, order);
  } catch (error) {
    throw refusal(error) ?? notRunning(id, error) ?? unanswered(id, error) ?? error;
  }
}

/** What the workflow refused, in its own words. */
function refusal(error: unknown): SillageError | undefined {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  if (!(cause instanceof ApplicationFailure)) return undefined;
  return new SillageError({
    code: cause.type ?? "order.refused",
    message: cause.message,
    fix: "Nothing was changed.",
  });
}

const notRunning = (id: string, error: unknown): SillageError | undefined =>
  error instanceof WorkflowNotFoundError
    ? new SillageError({
        code: "run.not-running",
        message: `No run ${id} is on its way.`,
        fix: "`sillage status` names those that are.",
      })
    : undefined;

const unanswered = (id: string, error: unknown): SillageError | undefined =>
  error instanceof WorkflowUpdateRPCTimeoutOrCancelledError
    ? new SillageError({
        code: "order.unanswered",
        message: `${id} did not answer within ${answeredWithin / 1000} s.`,
        fix: "The change may be made later: see that a worker of the role `control` runs and that the database answers, then look with `sillage audit list`.",
        retryable: true,
      })
    : undefined;
