import { nextTick } from "../cron/cron-ticks.ts";
import { isZone } from "../cron/is-zone.ts";
import { parseCron } from "../cron/parse-cron.ts";
import { unknownZone } from "./unknown-zone.ts";

/** An instant from which eight years hold a 29th of February. */
const anyInstant = Date.parse("2024-01-01T00:00:00Z");

/** Why a cron in a zone never comes, the end of a sentence of what it belongs to; empty when it does. */
export function cronProblems(cron: string, zone: string): readonly string[] {
  const parsed = parseCron(cron);
  if (parsed === undefined)
    return [`has the cron "${cron}", which is none: write minute, hour, day, month and weekday, such as "15 3 * * *".`];
  if (!isZone(zone)) return [unknownZone(zone)];
  return nextTick(parsed, zone, anyInstant) === undefined
    ? [`has the cron "${cron}", which never ticks: mend its day or its month.`]
    : [];
}
