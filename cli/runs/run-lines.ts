import type { AssetDay } from "../../core/ports/runs.ts";
import { shortDuration } from "../../workflows/logic/short-duration.ts";
import { toTable } from "../output.ts";
import type { ToldRun } from "./read-runs.ts";
import type { PagedRun } from "./run-pages.ts";

/** The logical date of a run: what the wall clock showed in its zone. */
export const logicalDate = ({ logicalAt, zone }: Pick<ToldRun, "logicalAt" | "zone">): string =>
  `${new Date(logicalAt).toLocaleString("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" })} ${zone}`;

/** Runs, one line each. */
export const runsTable = (runs: readonly ToldRun[]): readonly string[] =>
  runs.length === 0
    ? ["No run is kept that is so."]
    : toTable(
        ["run", "state", "logical date", "trigger", "who", "took", "assets", "failures", "first failure"],
        runs.map((run) => [
          run.id,
          run.state,
          logicalDate(run),
          run.trigger,
          run.who,
          tookOf(run),
          run.assets.length,
          run.failures,
          run.code,
        ]),
      );

/** One run: what it was asked, its steps, the reasons of those that failed with what to do about them, its pages in the Web UI. */
export function runLines({ run, steps, toCome, page }: PagedRun): readonly string[] {
  return [
    `${run.id}: ${run.state}, ${run.failures} failures`,
    `  ${run.job}${run.selection === null ? "" : `: ${run.selection}`}${run.full ? ", everything again" : ""}`,
    `  for ${logicalDate(run)}, by ${run.trigger}${run.who === null ? "" : ` of ${run.who}`}`,
    ...(run.rerunOf === null ? [] : [`  attempt ${run.attempt}: rerun of ${run.rerunOf}`]),
    `  from ${run.startedAt} to ${run.endedAt ?? "–"}${run.endedAt === null ? "" : ` (${tookOf(run)})`}`,
    ...(page === null ? [] : [`  ${page}`]),
    "",
    ...(steps.length === 0
      ? ["No step of it is kept."]
      : toTable(
          ["asset", "state", "rows", "bytes", "took", "code", "load", "detail"],
          steps.map(({ asset, state, rows, bytes, ms, code, load, detail }) => [
            asset,
            state,
            rows,
            bytes,
            shortDuration(ms),
            code,
            load,
            state === "failed" ? "see below" : detail,
          ]),
        )),
    ...summedUp({ run, steps }),
    ...(toCome.length === 0 ? [] : ["", `${run.endedAt === null ? "To come" : "Never ended"}: ${toCome.join(", ")}`]),
    ...reasons({ run, steps }),
  ];
}

/** How many steps of a run that succeeded changed nothing and are kept no longer. */
function summedUp({ run, steps }: Pick<PagedRun, "run" | "steps">): readonly string[] {
  const gone = run.assets.length - steps.length;
  if (run.state !== "succeeded" || steps.length === 0 || gone <= 0) return [];
  return ["", `${gone} more changed nothing and are summed up by day: \`sillage runs days <asset>\`.`];
}

/** Why it failed, each code with its fix, which ends the message. */
function reasons({ run, steps }: Pick<PagedRun, "run" | "steps">): readonly string[] {
  const failed = steps.filter(({ state }) => state === "failed");
  if (failed.length === 0) return run.code === null ? [] : ["", `✘ ${run.code}: ${run.detail}`];
  return failed.flatMap(({ asset, code, detail, page }) => [
    "",
    `✘ ${asset}, ${code ?? "without a code"}: ${detail}`,
    ...(page === null ? [] : [`  ${page}`]),
  ]);
}

/** An asset's figures, one line a day. */
export const daysTable = (days: readonly AssetDay[]): readonly string[] =>
  days.length === 0
    ? ["No step of it is kept."]
    : toTable(
        ["day", "runs", "failed", "rows", "bytes", "took"],
        days.map(({ day, runs, failed, rows, bytes, ms }) => [day, runs, failed, rows, bytes, shortDuration(ms)]),
      );

const tookOf = ({ startedAt, endedAt }: ToldRun): string | null =>
  endedAt === null ? null : shortDuration(Date.parse(endedAt) - Date.parse(startedAt));
