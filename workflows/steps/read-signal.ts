import { patched } from "@temporalio/workflow";
import type { By } from "../../core/ports/audit.ts";
import { readBy, readUnsaidBy, type Read } from "../logic/read-orders.ts";

/** Read who signals, and why: both must be said. `readBefore` is how workflows take it that were signalled before that. */
export function readSignal(argument: unknown, readBefore: (told: unknown) => Read<By> = readUnsaidBy): Read<By> {
  const read = readBy(argument);
  if (!("problem" in read)) return read;
  const before = readBefore(argument);
  return "problem" in before || patched("signals-20261128-named") ? read : before;
}
