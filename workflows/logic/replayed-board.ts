import type { ReplayResult } from "../contracts/runs.ts";
import { countText } from "./amounts.ts";
import { assetLink } from "./page-link.ts";

/** The page of a replay: what came of the rows that were in quarantine. */
export const replayedBoard = (table: string, { rows, ...counts }: ReplayResult): string =>
  [
    `### ${assetLink(table)}: ${countText(rows)} rows replayed`,
    "| merged | unchanged | superseded | in quarantine again | erased |",
    "|---|---|---|---|---|",
    `| ${[counts.merged, counts.unchanged, counts.superseded, counts.quarantined, counts.erased].map(countText).join(" | ")} |`,
  ].join("\n");
