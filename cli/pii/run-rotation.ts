import type { Client } from "@temporalio/client";
import { SillageError } from "../../core/errors.ts";
import { queue } from "../../workflows/contracts/ids.ts";
import { rootMessage } from "../../workflows/logic/root-message.ts";

/** A workflow that rotates a key: its type, id, arguments, and what its page says. */
type Rotation = {
  readonly type: string;
  readonly id: string;
  readonly says: string;
  readonly args: readonly object[];
};

/** Start a rotation, and wait for its end. Throws `pii.rotation-failed`. */
export const runRotation = <Result>(client: Client, { type, id, says, args }: Rotation): Promise<Result> =>
  client.workflow
    .execute<(...args: object[]) => Promise<Result>>(type, {
      workflowId: id,
      taskQueue: queue.control,
      args: [...args],
      staticSummary: says,
    })
    .catch((error: unknown) => {
      throw new SillageError({
        code: "pii.rotation-failed",
        message: `The rotation did not end well: ${rootMessage(error)}`,
        fix: `Look at ${id} in the Temporal Web UI; started again it goes on where it was.`,
        cause: error,
      });
    });
