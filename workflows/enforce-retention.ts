import { patched, proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { controlOptions, keysOptions } from "./contracts/options.ts";
import type { RetentionInput, RetentionResult } from "./contracts/runs.ts";
import { showBoard } from "./steps/show-board.ts";

const control = proxyActivities<Activities>(controlOptions);
const keys = proxyActivities<Activities>(keysOptions);

/** Ask for the erasure of everybody who was kept for as long as is declared. Each is erased by a request of their own. Look-ups of erased people go whom no source has sent for 90 days. A dry run only counts. */
export async function enforceRetention({ dryRun }: RetentionInput): Promise<RetentionResult> {
  const retentions = await control.reportRetention();
  const lines = retentions.map(
    ({ subject, years, people, due, daysOverdue, nextDue }) =>
      `- **${subject}**, kept ${years} years: ${due} of ${people} are due, overdue by ${daysOverdue} days; next on ${nextDue ?? "no day"}`,
  );
  showBoard(lines.join("\n"));
  let [requested, unknown] = [0, 0];
  for (const { subject, cutoff } of dryRun ? [] : retentions.filter(({ due }) => due > 0)) {
    const asked = await keys.requestErasures({ subject, cutoff });
    requested += asked.requested;
    unknown += asked.unknown;
  }
  if (!dryRun && patched("retention-20261128-lookups")) await keys.forgetLookups();
  if (!dryRun) showBoard([...lines, "", `Erasures asked for: **${requested}**`].join("\n"));
  return { retentions, requested, unknown };
}
