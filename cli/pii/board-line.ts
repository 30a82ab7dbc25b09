import { progressBar } from "../progress-bar.ts";

/** The first line of a rotation's board as a terminal shows it: without Markdown, and behind a bar where it tells so many of so many. */
export function boardLine(board: string): string {
  const line = board.split("\n")[0]?.replaceAll("*", "") ?? "";
  const { done, of } = /(?<done>\d+) of (?<of>\d+)/.exec(line)?.groups ?? {};
  return of === undefined ? line : `${progressBar(of === "0" ? 1 : Number(done) / Number(of))} ${line}`;
}
