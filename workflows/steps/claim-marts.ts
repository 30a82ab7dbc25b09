import { getExternalWorkflowHandle, workflowInfo } from "@temporalio/workflow";
import type { Track } from "../../core/backfill/track.ts";
import { claimSignal, stepEndedSignal } from "../contracts/automation-messages.ts";
import type { StepReport } from "../contracts/automation.ts";
import { workflowId } from "../contracts/ids.ts";

/** A backfill leaves word at its marts with a condition: none starts a run while it works on them. */
export async function claimMarts(tracks: readonly Track[]): Promise<void> {
  const { workflowId: run } = workflowInfo();
  await Promise.all(claimed(tracks).map(({ asset }) => entityOf(asset).signal(claimSignal, { run }).catch(absent)));
}

/** It works on them no longer: one of which it built all that was stale is up to date, of another the condition is looked at again. */
export async function giveUpMarts(tracks: readonly Track[]): Promise<void> {
  const { workflowId: run } = workflowInfo();
  await Promise.all(
    claimed(tracks).map((track) => {
      const report: StepReport = { run, state: isBuilt(track) ? "done" : "left", why: "" };
      return entityOf(track.asset).signal(stepEndedSignal, report).catch(absent);
    }),
  );
}

const claimed = (tracks: readonly Track[]): readonly Track[] => tracks.filter(({ automated }) => automated === true);

const isBuilt = ({ cut, todo, failed, skipped, cancelled }: Track): boolean =>
  cut.closing === true && [todo, failed, skipped, cancelled].every((list) => list === "");

const entityOf = (asset: string) => getExternalWorkflowHandle(workflowId.asset(asset));

/** An entity that does not run is told nothing. */
const absent = (): undefined => undefined;
