import { condition, type Condition } from "./condition.ts";
import type { FreshnessSpec, JobSpec, SchedulePolicy, TriggerSpec } from "../../core/spec/asset.ts";
import { durationMs, type Duration } from "./source.ts";

type Keyed = { readonly spec: { readonly key: string } };

/** A selection under construction; `text` is the selection language of the command line. */
export type Chosen = { readonly text: string; readonly except: (...assets: readonly Keyed[]) => Chosen };

const chosen = (text: string): Chosen => ({
  text,
  except: (...assets) => chosen(`${text} and not (${assets.map((asset) => asset.spec.key).join(" or ")})`),
});

/** Every asset of the graph. */
export const everything = (): Chosen => chosen("*");
/** A selection in the language of the command line, for instance `+revenue_daily`. */
export const selection = (text: string): Chosen => chosen(text);

/** Started by hand only. */
export const onCommand = (): TriggerSpec => ({ kind: "command" });
/** How a schedule behaves: see `SchedulePolicy`. Default: one more run is started after the one that goes on, starts of the last 12 hours are made up for, a failure pauses nothing. */
export type ScheduleOptions = Partial<Pick<SchedulePolicy, "overlap" | "pauseOnFailure">> & {
  readonly catchUp?: Duration;
};

/**
 * A five-field cron in an IANA zone: it starts a job by a Temporal Schedule; as an asset's automation it holds once a
 * tick passed since the asset was last requested. A time that a change of clocks skips starts nothing that night: 02:00
 * to 02:59 is best left alone.
 */
export const onCron = (
  cron: string,
  zone: string,
  options: ScheduleOptions = {},
): Extract<TriggerSpec, { kind: "cron" }> & Condition => {
  const { overlap = "buffer-one", catchUp = "12 hours", pauseOnFailure = false } = options;
  return {
    kind: "cron",
    cron,
    zone,
    policy: { overlap, catchUpMs: durationMs(catchUp), pauseOnFailure },
    ...condition({ kind: "cron", cron, zone }),
  };
};

/**
 * Declare a job: a selection and what starts it. `parts` is what its runs do with tables: read what is `new`, compare
 * `ids` with the source's, read a share of `history` again. Default: all three. Marts are rebuilt where days are stale.
 */
export const job = (
  name: string,
  options: { readonly select: Chosen; readonly trigger: TriggerSpec } & Pick<JobSpec, "parts">,
): JobSpec => ({
  name,
  select: options.select.text,
  trigger: triggerOf(options.trigger),
  ...(options.parts !== undefined && { parts: options.parts }),
});

/** What starts something, and nothing that its constructor can do beside. */
export const triggerOf = (trigger: TriggerSpec): TriggerSpec =>
  trigger.kind === "cron" ? { kind: "cron", cron: trigger.cron, zone: trigger.zone, policy: trigger.policy } : trigger;

/** An asset may be this old; of a mart, each day is there so long after it ended. */
export const within = (duration: Duration): FreshnessSpec => ({ kind: "within", ms: durationMs(duration) });
/** At this time (HH:MM) of each day in an IANA zone, an asset is complete up to the day's beginning. */
export const by = (time: string, zone: string): FreshnessSpec => ({ kind: "by", time, zone });
