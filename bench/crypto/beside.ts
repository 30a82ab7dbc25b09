import { median, secondsOf } from "../measurement.ts";

/** How often a second our own work is done, and the bare one; `share` is the one of the other. */
export type Beside = { readonly ours: number; readonly bare: number; readonly share: number };

/** Measure two works of `many` each by turns, since a machine's pace changes within a second, and each first as often as the other: what one leaves is collected in the other's time. The first round is not counted. */
export async function beside(
  { many, rounds }: { readonly many: number; readonly rounds: number },
  ours: () => Promise<unknown>,
  bare: () => Promise<unknown>,
): Promise<Beside> {
  const seconds = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round <= rounds; round++)
    for (const which of round % 2 === 0 ? (["ours", "bare"] as const) : (["bare", "ours"] as const)) {
      const taken = await secondsOf({ ours, bare }[which]);
      if (round > 0) seconds[which].push(taken);
    }
  const [our, its] = [many / median(seconds.ours), many / median(seconds.bare)];
  return { ours: our, bare: its, share: our / its };
}
