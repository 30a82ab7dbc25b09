import type { FreshnessSpec, JobSpec, TriggerSpec } from "../../core/spec/asset.ts";
import { condition, type Condition } from "./condition.ts";
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
/** A five-field cron in an IANA zone: it starts a job by a Temporal Schedule; as an asset's automation it holds once a tick passed since the asset was last requested. */
export const onCron = (cron: string, zone: string): Extract<TriggerSpec, { kind: "cron" }> & Condition => ({
  kind: "cron",
  cron,
  zone,
  ...condition({ kind: "cron", cron, zone }),
});

/** Declare a job: a selection and what starts it. */
export const job = (name: string, options: { readonly select: Chosen; readonly trigger: TriggerSpec }): JobSpec => ({
  name,
  select: options.select.text,
  trigger: triggerOf(options.trigger),
});

/** What a job is started by, and nothing that its constructor can do beside. */
const triggerOf = (trigger: TriggerSpec): TriggerSpec =>
  trigger.kind === "cron" ? { kind: "cron", cron: trigger.cron, zone: trigger.zone } : trigger;

/** An asset may be this old; of a mart, each day is there so long after it ended. */
export const within = (duration: Duration): FreshnessSpec => ({ kind: "within", ms: durationMs(duration) });
/** At this time (HH:MM) of each day in an IANA zone, an asset is complete up to the day's beginning. */
export const by = (time: string, zone: string): FreshnessSpec => ({ kind: "by", time, zone });
