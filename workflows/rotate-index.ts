import { proxyActivities, sleep } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { keysOptions } from "./contracts/options.ts";
import type { IndexRotationResult, RotationInput } from "./contracts/runs.ts";
import { showBoard } from "./steps/show-board.ts";

const keys = proxyActivities<Activities>(keysOptions);

/** Looks, a quarter of an hour apart, at what was sealed before the new version and is not merged yet: a day and a half, so that a night's loads are. */
const looks = 144;

/** Index everybody's values under a new version of the root, then drop the old one. One that ended half-way is gone on with. A dry run only counts. */
export async function rotateIndex({ dryRun }: RotationInput): Promise<IndexRotationResult> {
  const { from, to, values: planned, resumed } = await keys.planIndexes();
  showBoard(`Version ${from} to ${to} of the blind indexes: **${planned}** values`);
  if (dryRun) return { from, to, values: planned, lagging: planned, resumed, dropped: false };
  await keys.beginIndexes({ to });
  let values = 0;
  let lagging = 0;
  for (let look = 0; look < looks; look++) {
    values += await reindexed({ from, to }, (soFar) =>
      showBoard(`Version ${from} to ${to} of the blind indexes: **${values + soFar}** of ${planned} values`),
    );
    lagging = await keys.laggingIndexes({ from, to });
    if (lagging === 0) break;
    showBoard(`Version ${to} is written, ${from} asked still: **${lagging}** values wait for their loads to be merged`);
    await sleep("15m");
  }
  await keys.endIndexes({ from });
  showBoard(
    `Version ${to} of the blind indexes is active: **${values}** values indexed anew, ${lagging} told by older rows. Version ${from} is dropped.`,
  );
  return { from, to, values, lagging, resumed, dropped: true };
}

async function reindexed(
  span: { readonly from: number; readonly to: number },
  report: (values: number) => void,
): Promise<number> {
  for (let values = 0; ; report(values)) {
    const more = await keys.reindex(span);
    if (more === 0) return values;
    values += more;
  }
}
