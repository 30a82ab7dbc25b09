import type { MartInput, MartResult } from "../contracts/runs.ts";
import { countText, rateText } from "./amounts.ts";
import { assetLink } from "./page-link.ts";
import { shortDuration } from "./short-duration.ts";

const daysText = (days: MartInput["days"]): string => (days === null ? "all days" : `${days.length} days`);

/** The page of a mart that is being built. */
export const buildingBoard = ({ mart, days }: MartInput): string => `### ${assetLink(mart)}: ▶ ${daysText(days)}`;

/** The page of a mart that was built in so many milliseconds. */
export function builtBoard({ mart, days }: MartInput, { rows, changed, checks }: MartResult, ms: number): string {
  const warned = checks.warned.map((phrase) => `- ⚠ ${phrase} (warns)`);
  return [
    `### ${assetLink(mart)}: ${changed ? "✔ built" : "= unchanged"}, ${shortDuration(ms)}`,
    "| days | rows | rate |",
    "|---|---|---|",
    `| ${daysText(days)} | ${countText(rows)} | ${rateText({ rows }, ms)} |`,
    ...(warned.length === 0 ? [] : ["", ...warned]),
  ].join("\n");
}
