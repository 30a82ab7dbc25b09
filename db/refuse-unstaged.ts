import { SillageError } from "../core/errors.ts";
import type { Slice } from "../core/ports/database.ts";
import type { TableSpec } from "../core/spec/asset.ts";

/**
 * Refuses a slice of which lines are missing, with `present` of them staged or quarantined: a slice row written without
 * them would hide them from every later attempt, so the whole transaction is given up. Throws `load.unstaged`.
 */
export function refuseUnstaged({ key }: TableSpec, loadId: string, { part, from, to }: Slice, present: number): void {
  const lines = to - from + 1;
  if (present === lines) return;
  throw new SillageError({
    code: "load.unstaged",
    message: `Of lines ${from} to ${to} of part ${part} of the load ${loadId} of ${key}, ${present} of ${lines} are staged.`,
    fix: "Nothing of them was merged; the part is staged again by itself.",
    retryable: true,
  });
}
