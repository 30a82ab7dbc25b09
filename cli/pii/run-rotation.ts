import type { Client } from "@temporalio/client";
import { SillageError } from "../../core/errors.ts";
import type { Output } from "../output.ts";
import { whileLooking } from "../while-looking.ts";
import { boardLine } from "./board-line.ts";
import { queue } from "../../workflows/contracts/ids.ts";
import { rootMessage } from "../../workflows/logic/root-message.ts";

/** Temporal's own query of a workflow's board. */
const metadata = "__temporal_workflow_metadata";

/** A workflow that rotates a key: its type, id, arguments, and what its page says. */
type Rotation = {
  readonly type: string;
  readonly id: string;
  readonly says: string;
  readonly args: readonly object[];
};

/** Start a rotation, show its board on a terminal, and wait for its end. Throws `pii.rotation-failed`. */
export async function runRotation<Result>(
  client: Client,
  { type, id, says, args }: Rotation,
  output: Pick<Output, "live">,
): Promise<Result> {
  const look = async (): Promise<void> => {
    const asked = client.workflow.getHandle(id).query<{ readonly currentDetails?: string }>(metadata);
    output.live(boardLine((await asked).currentDetails ?? ""));
  };
  const started = () =>
    client.workflow.execute<(...args: object[]) => Promise<Result>>(type, {
      workflowId: id,
      taskQueue: queue.control,
      args: [...args],
      staticSummary: says,
    });
  return whileLooking(look, started)
    .finally(() => output.live(""))
    .catch((error: unknown) => {
      throw new SillageError({
        code: "pii.rotation-failed",
        message: `The rotation did not end well: ${rootMessage(error)}`,
        fix: `Look at ${id} in the Temporal Web UI; started again it goes on where it was.`,
        cause: error,
      });
    });
}
