import type { RunPort } from "../ports/runs.ts";

/** Runs that are looked at once. */
const atMost = 1_000;

/** Write down as cut the runs that are kept as running and run no longer: terminated, or lost with their server, they told nobody. Gives their ids. */
export async function cutRuns(
  { runs, endRun }: Pick<RunPort, "runs" | "endRun">,
  isRunning: (id: string) => Promise<boolean>,
  now: Date,
): Promise<readonly string[]> {
  const open = await runs({ job: null, state: "running", since: null, asset: null, limit: atMost });
  const running = await Promise.all(open.map(({ id }) => isRunning(id)));
  const cut = open.map(({ id }) => id).filter((_, at) => running[at] === false);
  for (const id of cut) await endRun(cutOff(id, now), []);
  return cut;
}

const cutOff = (id: string, now: Date) =>
  ({
    id,
    state: "cut",
    endedAt: now.toISOString(),
    failures: 0,
    code: "run.cut",
    detail:
      "It ended without saying so: terminated, or lost with its Temporal server. `sillage runs rerun --from-failure` does what it left.",
  }) as const;
