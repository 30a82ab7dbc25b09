/** One batch that went to staging: milliseconds on the machine's monotonic clock, which all its processes share, and landed bytes. */
export type Written = { readonly at: number; readonly bytes: number };

/** Milliseconds on that clock. */
export const monotonicMs = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;

/** The greatest sum of bytes in any window of one second that is closed at its start and open at its end. */
export function greatestSecond(written: readonly Written[]): number {
  const ordered = written.toSorted((left, right) => left.at - right.at);
  let [peak, sum, first] = [0, 0, 0];
  for (const last of ordered) {
    sum += last.bytes;
    for (let oldest = ordered[first]; oldest !== undefined && last.at - oldest.at >= 1000; oldest = ordered[++first])
      sum -= oldest.bytes;
    peak = Math.max(peak, sum);
  }
  return peak;
}

/** The share of a rate that was used from the first batch to `until`. The first batch waits for nothing, so it counts for nothing. */
export function shareUsed(written: readonly Written[], bytesPerSecond: number, until: number): number {
  const [first, ...rest] = written.filter(({ at }) => at <= until).toSorted((left, right) => left.at - right.at);
  if (first === undefined) return 0;
  const bytes = rest.reduce((sum, batch) => sum + batch.bytes, 0);
  return bytes / ((bytesPerSecond * (until - first.at)) / 1000);
}
