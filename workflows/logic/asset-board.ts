import { noFailedChecks, type CheckReport } from "../../core/check/check-result.ts";
import type { AssetStateV1, AssetView } from "../contracts/state.ts";

/** The entity's state as it is told: those who wait by name. */
export const assetView = (state: AssetStateV1): AssetView => ({
  ...state,
  waiting: state.waiting.map(({ holder }) => holder),
});

/** The entity's page in the Web UI. */
export function assetBoard(state: AssetStateV1): string {
  const { waiting } = assetView(state);
  const rows = state.recent.map((entry) => `| ${entry.at} | ${entry.rows} | \`${entry.id}\` |`);
  return [
    `### ${state.asset}${state.health === null ? "" : ` — ${state.health}`}`,
    ...handLines(state),
    `| landed through | loaded through | fence | held by | waiting |`,
    `|---|---|---|---|---|`,
    `| ${state.mark.watermark ?? state.mark.version ?? "–"} | ${state.loadedThrough ?? "–"} | ${state.fence} | ${state.lease?.holder ?? "–"} | ${waiting.join(", ") || "–"} |`,
    ...checkLines(state.checks ?? noFailedChecks),
    ...Object.values(state.drift ?? {}).map((why) => `- ✘ drift was refused: ${why}`),
    "",
    "| materialised | rows | id |",
    "|---|---|---|",
    ...rows,
  ].join("\n");
}

/** What operators did, and what was not understood of it. */
const handLines = ({ control: { pause }, refused }: AssetStateV1): readonly string[] => [
  ...(pause === null ? [] : [`⏸ by ${pause.who} since ${pause.at}: ${pause.why}`, ""]),
  ...(refused === null ? [] : [`✘ ${refused}`, ""]),
];

function checkLines({ warned, blocked }: CheckReport): readonly string[] {
  if (warned.length + blocked.length === 0) return [];
  return ["", ...blocked.map((phrase) => `- ✘ ${phrase} (blocks)`), ...warned.map((phrase) => `- ⚠ ${phrase} (warns)`)];
}
