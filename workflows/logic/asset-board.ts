import { markText } from "../../core/watermark/mark-text.ts";
import { noFailedChecks, type CheckReport } from "../../core/check/check-result.ts";
import { countText } from "./amounts.ts";
import { pageLink } from "./page-link.ts";
import type { AssetStateV1, AssetView } from "../contracts/state.ts";

/** The entity's state as it is told: those who wait by name. */
export const assetView = (state: AssetStateV1): AssetView => ({
  ...state,
  waiting: state.waiting.map(({ holder }) => holder),
});

/** The entity's page in the Web UI. */
export function assetBoard(state: AssetStateV1): string {
  const { waiting } = assetView(state);
  const rows = state.recent
    .slice(0, shown)
    .map(({ at, rows, id, load }) => `| ${at} | ${countText(rows)} | ${madeBy(state.asset, id, load)} |`);
  return [
    `### ${state.asset}${state.health === null ? "" : ` — ${state.health}`}`,
    ...handLines(state),
    `| landed through | loaded through | fence | held by | waiting |`,
    `|---|---|---|---|---|`,
    `| ${markText(state.mark) ?? "–"} | ${state.loadedThrough ?? "–"} | ${state.fence} | ${state.lease === null ? "–" : pageLink(state.lease.holder)} | ${waitingText(waiting)} |`,
    ...checkLines(state.checks ?? noFailedChecks),
    ...failureLines(state),
    "",
    "| materialised | rows | by |",
    "|---|---|---|",
    ...rows,
  ].join("\n");
}

/** Those that wait and are named, the next one first. */
const named = 5;

function waitingText(waiting: readonly string[]): string {
  const links = waiting.slice(0, named).map((holder) => pageLink(holder));
  if (links.length === 0) return "–";
  return [...links, ...(waiting.length > named ? [`${waiting.length - named} more`] : [])].join(", ");
}

/** Materialisations that are shown, the latest first; `sillage assets show` has all that are kept. */
const shown = 10;

/** What made a materialisation: the load, one click away; of a mart its id alone. */
const madeBy = (asset: string, id: string, load: string | null): string =>
  load === null ? `\`${id}\`` : pageLink(`ingest/${asset}/${load}`, load);

/** That the graph no longer declares it, what operators did, and what was not understood of it. */
const handLines = ({ control: { pause }, refused, automation }: AssetStateV1): readonly string[] => [
  ...(automation?.declared.removed === true
    ? ["It is no longer declared: nothing is promised of it, and nothing starts it.", ""]
    : []),
  ...(pause === null ? [] : [`⏸ by ${pause.who} since ${pause.at}: ${pause.why}`, ""]),
  ...(refused === null ? [] : [`✘ ${refused}`, ""]),
];

/** Why the last pass and upkeep failed, and drift was refused, where they were. */
function failureLines({ failing, failure, failedUpkeep = [], drift = {} }: AssetStateV1): readonly string[] {
  const lines = [
    ...(failing ? [`- ✘ the last pass failed: ${failure ?? "its run says why"}`] : []),
    ...failedUpkeep.map(({ parts, why }) => `- ✘ ${parts.join(", ")}: ${why}`),
    ...Object.values(drift).map((why) => `- ✘ drift was refused: ${why}`),
  ];
  return lines.length === 0 ? [] : ["", ...lines];
}

function checkLines({ warned, blocked }: CheckReport): readonly string[] {
  if (warned.length + blocked.length === 0) return [];
  return ["", ...blocked.map((phrase) => `- ✘ ${phrase} (blocks)`), ...warned.map((phrase) => `- ⚠ ${phrase} (warns)`)];
}
