import { proxyActivities, proxyLocalActivities, workflowInfo } from "@temporalio/workflow";
import type { Activities } from "../../activities/index.ts";
import type { Plan } from "../../core/graph/plan.ts";
import type { LandedReport } from "../../core/ports/asset-entities.ts";
import { markText } from "../../core/watermark/mark-text.ts";
import { atOnceOptions, controlOptions } from "../contracts/options.ts";
import { atOnce } from "./at-once.ts";

const control = proxyActivities<Activities>(controlOptions);
const beside = proxyLocalActivities<Activities>(atOnceOptions);

/** Move a table's landed mark under a fence. Where cursors are asked for at once, the turn ends with it: one call in place of two. */
export async function moveMark(
  cursors: Plan["cursors"],
  landed: LandedReport & { readonly table: string },
): Promise<void> {
  const { table, mark } = landed;
  const summary = `${table}: mark to ${markText(mark) ?? "none"}`;
  const report = cursors === "at-once" ? { ...landed, holder: workflowInfo().workflowId } : landed;
  await atOnce(cursors, {
    local: () => beside.advanceCursor.executeWithOptions({ summary }, [report]),
    lasting: () => control.advanceCursor.executeWithOptions({ summary }, [report]),
  });
}
