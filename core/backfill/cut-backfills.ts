import type { BackfillPort } from "../ports/backfills.ts";

/** Write down as cut those backfills that are kept as running and run no longer: terminated, or lost with their server, they told nobody. Gives their ids. */
export async function cutBackfills(
  { backfill, saveBackfill }: Pick<BackfillPort, "backfill" | "saveBackfill">,
  isRunning: (id: string) => Promise<boolean>,
  open: readonly string[],
  now: Date,
): Promise<readonly string[]> {
  const running = await Promise.all(open.map(isRunning));
  const ended = open.filter((_, at) => running[at] === false);
  const cut: string[] = [];
  for (const id of ended) {
    // One that ended by itself meanwhile has said how.
    const known = await backfill(id);
    if (known?.state !== "running") continue;
    await saveBackfill({ id, state: "cut", tracks: known.tracks, endedAt: now.toISOString() });
    cut.push(id);
  }
  return cut;
}
