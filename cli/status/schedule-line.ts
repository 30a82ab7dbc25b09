import type { SchedulePolicy } from "../../core/spec/asset.ts";
import { shortDuration } from "../../workflows/logic/short-duration.ts";
import type { ScheduleState } from "./schedule-states.ts";

const overlaps: Readonly<Record<SchedulePolicy["overlap"], string>> = {
  "buffer-one": "one more waits while a run goes on",
  skip: "none while a run goes on",
  "cancel-other": "cancels the run that goes on",
};

/** What a schedule declares of overlaps, outages and failures, in words. */
export const policyText = ({ overlap, catchUpMs, pauseOnFailure }: SchedulePolicy): string =>
  `${overlaps[overlap]}, makes up for ${shortDuration(catchUpMs)}${pauseOnFailure ? ", paused by a failure" : ""}`;

/** A job's schedule on one line. */
export function scheduleLine({ job, cron, zone, next, paused, ...policy }: ScheduleState): string {
  const when = paused === null ? `next ${next ?? "never"}` : `paused (${paused})`;
  return `schedule ${job}: ${cron} ${zone}, ${when}; ${policyText(policy)}`;
}
