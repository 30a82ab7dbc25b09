import type { BenchContext } from "../context.ts";
import { notMeasured, type Figure } from "../measurement.ts";
import { openRival, type Rival } from "./rival.ts";

/** A figure to take of Dagster. */
export type Taking = Pick<Figure, "id" | "what" | "goal"> & {
  readonly take: (rival: Rival) => Promise<Pick<Figure, "measured" | "met" | "values">>;
};

/** Figures of Dagster on this machine, in the run in which ours were taken; each says why it is not there where Dagster cannot be installed or does not do it. */
export async function beside(
  { directory }: Pick<BenchContext, "directory">,
  takings: readonly Taking[],
  open: typeof openRival = openRival,
): Promise<readonly Figure[]> {
  const rival = open(directory);
  const figures: Figure[] = [];
  for (const { take, ...untaken } of takings) {
    const why = (error: unknown) => notMeasured(untaken, `no answer of Dagster's: ${lastLine(error)}`);
    figures.push(await rival.then(async (opened) => ({ ...untaken, ...(await take(opened)) })).catch(why));
  }
  return figures;
}

/** The last line of what pip or Python said, of which the first ones are its way there. */
function lastLine(error: unknown): string {
  const lines = String(error instanceof Error ? error.message : error)
    .trim()
    .split("\n");
  return lines.at(-1) ?? "";
}
