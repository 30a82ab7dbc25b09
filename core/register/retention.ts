import type { Statement } from "../ports/database.ts";
import type { RetentionSpec } from "../spec/register.ts";

/** A retention with the statements that say who is due. Days are YYYY-MM-DD in UTC; people are named by pseudonyms only. */
export type Retention = {
  readonly spec: RetentionSpec;
  /** One row: `people`, how many of them are `due` (last seen on `cutoff` or before), and the `oldest` day on which one was last seen, null where there is nobody. */
  readonly counts: (cutoff: string) => Statement;
  /** Those who are due, as `pid`, in its order, after `after`, at most `most`. */
  readonly due: (cutoff: string, after: string, most: number) => Statement;
};

/** People that are asked for at once. */
export const duePage = 1_000;

/** How one retention stands. */
export type RetentionReport = {
  readonly subject: string;
  readonly years: number;
  /** Who was last seen on this day (YYYY-MM-DD, UTC) or before is due. */
  readonly cutoff: string;
  readonly people: number;
  readonly due: number;
  /** Days since the first of them was due; 0 when nobody is due, or since today only. */
  readonly daysOverdue: number;
  /** The day on which somebody is due next, or was; null where there is nobody. */
  readonly nextDue: string | null;
};

const dayMs = 86_400_000;
const yearsLater = (day: string, years: number): string => {
  const date = new Date(`${day}T00:00:00.000Z`);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date.toISOString().slice(0, 10);
};

/** The last day on which somebody who is due at an instant was seen. */
export const cutoffOf = ({ years }: Pick<RetentionSpec, "years">, now: Date): string =>
  yearsLater(now.toISOString().slice(0, 10), -years);

/** The report of a retention, out of the row of its `counts`. */
export function retentionReport(
  { subject, years }: RetentionSpec,
  cutoff: string,
  row: Readonly<Record<string, unknown>> | undefined,
): RetentionReport {
  const [people, due] = [Number(row?.["people"] ?? 0), Number(row?.["due"] ?? 0)];
  const oldest = typeof row?.["oldest"] === "string" ? row["oldest"] : null;
  const overdue = due === 0 || oldest === null ? 0 : (Date.parse(cutoff) - Date.parse(oldest)) / dayMs;
  const nextDue = oldest === null ? null : yearsLater(oldest, years);
  return { subject, years, cutoff, people, due, daysOverdue: overdue, nextDue };
}
