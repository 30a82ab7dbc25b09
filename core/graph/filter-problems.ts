import { isZone } from "../cron/is-zone.ts";
import type { FilterSpec, ReadSpec, SentInstant } from "../spec/read.ts";

/** Problems of what an API is asked for, without the table's name. */
export function filterProblems({ filter, paging }: Pick<ReadSpec, "filter" | "paging">): readonly string[] {
  if (filter.kind === "none") return [];
  if (filter.kind === "version")
    return [...versionProblems(filter), ...(paging.kind === "whole" ? toldProblems(filter) : [])];
  const sent = filter.sent === undefined ? [] : sentProblems(filter.sent);
  return filter.kind === "window" ? [...windowProblems(filter), ...sent] : sent;
}

function sentProblems(sent: SentInstant): readonly string[] {
  return [
    ...("zone" in sent && !isZone(sent.zone)
      ? [`it sends times of "${sent.zone}", which is no zone: write one as Europe/Paris.`]
      : []),
    ...("tickMs" in sent && !isTick(sent.tickMs)
      ? [`its filter's tick is ${sent.tickMs} ms: whole seconds that divide an hour.`]
      : []),
  ];
}

const isTick = (ms: number): boolean => ms > 0 && ms % 1_000 === 0 && 3_600_000 % ms === 0;

function versionProblems({ overlap, longestJump }: Extract<FilterSpec, { kind: "version" }>): readonly string[] {
  return [
    ...(isCount(overlap) ? [] : [`it re-reads ${overlap} versions: write a whole number, 0 at least.`]),
    ...(isCount(longestJump) && longestJump > 0
      ? []
      : [`a version may jump by ${longestJump}: write a whole number, 1 at least.`]),
  ];
}

/** A list that comes as one body is read as it arrives: what is told behind its rows guards none of them. */
const toldProblems = ({ told }: Extract<FilterSpec, { kind: "version" }>): readonly string[] =>
  told === undefined
    ? []
    : [
        `its greatest version is told at "${told}", behind the rows of a whole list: leave it out, or declare its pages.`,
      ];

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

function windowProblems({ from, longestDays }: Extract<FilterSpec, { kind: "window" }>): readonly string[] {
  return [
    ...(isDay(from) ? [] : [`its windows begin on "${from}", which is no day: write YYYY-MM-DD.`]),
    ...(longestDays >= 1 ? [] : [`its windows last ${longestDays} days: a day is the least.`]),
  ];
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
