import { proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { keysOptions } from "./contracts/options.ts";
import type { RotationInput, RotationResult } from "./contracts/runs.ts";
import { showBoard } from "./steps/show-board.ts";

const keys = proxyActivities<Activities>(keysOptions);

/** Move every living person's key to a new epoch, see that all of them open, then destroy the old epoch. One that ended half-way is gone on with. A dry run only counts. */
export async function rotateEpoch({ dryRun }: RotationInput): Promise<RotationResult> {
  const plan = await keys.planRotation();
  const { from, to, resumed } = plan;
  const planned = { ...plan, verified: 0, effectiveAt: null };
  showBoard(`Epoch ${from} to ${to}: **${plan.people}** people to move`);
  if (dryRun) return planned;
  await keys.beginEpoch({ to });
  let people = 0;
  for (;;) {
    const moved = await keys.movePeople({ from, to });
    if (moved === 0) break;
    people += moved;
    showBoard(`Epoch ${from} to ${to}: **${people}** of ${plan.people} people moved`);
  }
  const verified = await keys.verifyEpoch({ to });
  const { effectiveAt } = await keys.endEpoch({ from });
  showBoard(
    `Epoch ${to} is active: **${verified}** people open. Epoch ${from} is destroyed, for good from ${effectiveAt}.`,
  );
  return { from, to, people, verified, effectiveAt, resumed };
}
