import type { Client } from "@temporalio/client";
import type { JobSpec, SchedulePolicy } from "../../core/spec/asset.ts";

/** A job's schedule: what it declares, and when the server starts it next. `next` is null where it never does, `paused` says why it is held. */
export type ScheduleState = SchedulePolicy & {
  readonly job: string;
  readonly cron: string;
  readonly zone: string;
  readonly next: string | null;
  readonly paused: string | null;
};

type Described = { readonly next: string | null; readonly paused: string | null };

/** The schedules that a graph's jobs declare, as the server has them; those that it has not are left out. */
export async function scheduleStates(client: Client, jobs: readonly JobSpec[]): Promise<readonly ScheduleState[]> {
  const states = await Promise.all(
    jobs.map(async ({ name, trigger }) => {
      const found = trigger.kind === "cron" ? await described(client, name) : undefined;
      if (found === undefined || trigger.kind !== "cron") return [];
      return [{ job: name, cron: trigger.cron, zone: trigger.zone, ...trigger.policy, ...found }];
    }),
  );
  return states.flat();
}

/** Undefined for one that does not exist; what else keeps the server from answering is told by the rest of the status. */
const described = (client: Client, name: string): Promise<Described | undefined> =>
  client.schedule
    .getHandle(name)
    .describe()
    .then(
      ({ info, state }) => ({
        next: info.nextActionTimes[0]?.toISOString() ?? null,
        paused: state.paused ? (state.note ?? "without a note") : null,
      }),
      () => undefined,
    );
