import type { WindowInput, WindowResult } from "../../workflows/contracts/backfills.ts";

export { backfill } from "../../workflows/backfill.ts";

/** A window that does nothing: thousands of them show what a backfill itself costs. */
export const backfillWindow = async ({ window }: WindowInput): Promise<WindowResult> => ({
  state: "done",
  rows: window.kind === "days" ? window.days.length : 1,
});
