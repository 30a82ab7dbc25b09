import { ApplicationFailure } from "@temporalio/workflow";
import type { Read } from "../logic/read-orders.ts";

/** Refuse an update whose argument is wrong, before it leaves a trace. Throws `control.invalid`. */
export function refuseOrder(read: Read<unknown>): void {
  if ("problem" in read)
    throw ApplicationFailure.nonRetryable(`The argument is refused: ${read.problem}`, "control.invalid");
}
