import { SillageError } from "../core/errors.ts";
import type { ThrottleChange } from "../core/ports/audit.ts";

type Change = Omit<ThrottleChange, "mergeFactor">;
/** Rates of the two lanes before a change, bytes a second. */
type Rates = { readonly rate: number; readonly merge: number };

/** How many times the rate merges are paced at. */
export const mergeFactorOf = ({ rate, merge }: Rates): number => Math.max(1, Math.round(merge / rate));

/** What a change means for each lane, `default` last: merges keep their factor of the rate unless it is changed. Throws `throttle.merge-factor`. */
export function throttleLanes(
  { mergeFactor, ...change }: ThrottleChange,
  rates: Rates,
): readonly (readonly [lane: string, change: Change])[] {
  refuseFactor(mergeFactor);
  const { bytesPerSecond = rates.rate } = change;
  const isPaced = mergeFactor !== undefined || change.bytesPerSecond !== undefined;
  const merge = bytesPerSecond * (mergeFactor ?? mergeFactorOf(rates));
  return [
    ["merge", { ...change, ...(isPaced && { bytesPerSecond: merge }) }],
    ["default", change],
  ];
}

function refuseFactor(factor: number | undefined): void {
  if (factor === undefined || (Number.isInteger(factor) && factor >= 1 && factor <= 100)) return;
  throw new SillageError({
    code: "throttle.merge-factor",
    message: `Merges cannot be paced at ${factor} times the rate.`,
    fix: "Give a whole number from 1 to 100.",
  });
}
