import { bytesText, countText, rateText } from "./amounts.ts";
import { assetLink, pageLink } from "./page-link.ts";
import { shortDuration } from "./short-duration.ts";

/** A pass that was landed. `bytes` are those of its JSON Lines; `ms` counts from its first attempt. */
export type LandedPass = {
  readonly table: string;
  readonly loadId: string;
  readonly rows: number;
  readonly pages: number;
  readonly misfits: number;
  readonly beyond: number;
  readonly verified: boolean;
  readonly bytes: number;
  readonly ms: number;
  readonly mark: string;
};

/** The page of a pass that reads its source. */
export const readingBoard = (table: string, pass: string, since: string, fence: number): string =>
  [
    `### ${assetLink(table)}: ▶ reading`,
    "| pass | since | fence |",
    "|---|---|---|",
    `| ${pass} | ${since} | ${fence} |`,
    "",
    "Pages and rows so far are in the heartbeat of `extractPages`, under Pending Activities.",
  ].join("\n");

/** The page of a pass that was landed. */
export function passBoard(pass: LandedPass): string {
  const doubts = [
    ...(pass.beyond > 0 ? [`${pass.beyond} rows beyond a likely version`] : []),
    ...(pass.verified ? [] : ["unverified: the mark stays"]),
  ];
  const numbers = [pass.rows, pass.pages, pass.misfits].map(countText);
  return [
    `### ${assetLink(pass.table)}: ✔ landed in ${shortDuration(pass.ms)}${doubts.map((doubt) => `, ${doubt}`).join("")}`,
    "| rows | pages | misfits | bytes | rate | mark |",
    "|---|---|---|---|---|---|",
    `| ${[...numbers, bytesText(pass.bytes), rateText(pass, pass.ms), pass.mark].join(" | ")} |`,
    "",
    `Its ingestion: ${pageLink(`ingest/${pass.table}/${pass.loadId}`)}.`,
  ].join("\n");
}
