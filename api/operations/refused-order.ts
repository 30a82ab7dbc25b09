import type { Context } from "hono";
import { SillageError } from "../../core/errors.ts";
import { problem } from "../problem.ts";

/** There is nothing of a name. */
const absent = /(^graph\.unknown-asset|\.unknown|\.not-running)$/;
/** No order of its kind can say that. */
const malformed =
  /^(usage|selection|throttle)\.|^backfill\.(before-beginning|empty-range|instant|partitions|no-partitions|too-many-windows)$/;

/**
 * An order that was refused, told by its code and what to do, never with what was sent: 404 for what is not there, 400
 * for what cannot be meant, 409 for what cannot be now. Undefined for an error that refuses no order.
 */
export function refusedOrder(error: unknown, context: Context): Response | undefined {
  if (!(error instanceof SillageError) || error.retryable || error.code.startsWith("db.")) return undefined;
  const told = { code: error.code, detail: error.fix };
  if (absent.test(error.code)) return problem(context, 404, "not-found", "There is nothing of this name.", told);
  return malformed.test(error.code)
    ? problem(context, 400, "invalid-order", "The order does not fit.", told)
    : problem(context, 409, "refused", "The order was refused, and nothing was changed.", told);
}
