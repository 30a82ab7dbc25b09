import { median, secondsOf } from "../measurement.ts";

/** How often a second our own work is done, the bare one, and which share ours is of it: rounds by turns, since a machine's pace changes within a second. */
export type Beside = { readonly ours: number; readonly bare: number; readonly share: number };

/** Measure two works of `many` each beside each other, after one round that is not counted. */
export async function beside(
  { many, rounds }: { readonly many: number; readonly rounds: number },
  ours: () => Promise<unknown>,
  bare: () => void,
): Promise<Beside> {
  const taken: { readonly ours: number; readonly bare: number }[] = [];
  for (let round = 0; round <= rounds; round++)
    taken.push({ ours: await secondsOf(ours), bare: await secondsOf(async () => bare()) });
  const counted = taken.slice(1);
  return {
    ours: many / median(counted.map((round) => round.ours)),
    bare: many / median(counted.map((round) => round.bare)),
    share: median(counted.map((round) => round.bare / round.ours)),
  };
}
