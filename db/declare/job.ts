import type { FreshnessSpec, JobSpec, TriggerSpec } from "../../core/spec/asset.ts";
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
/** Started by a Temporal Schedule: a five-field cron in an IANA zone. */
export const onCron = (cron: string, zone: string): TriggerSpec => ({ kind: "cron", cron, zone });

/** Declare a job: a selection and what starts it. */
export const job = (name: string, options: { readonly select: Chosen; readonly trigger: TriggerSpec }): JobSpec => ({
  name,
  select: options.select.text,
  trigger: options.trigger,
});

/** An asset may be this old. */
export const within = (duration: Duration): FreshnessSpec => ({ kind: "within", ms: durationMs(duration) });
