const everyMs = 50;

/** What work comes to, and the longest time meanwhile in which this process did nothing else, in milliseconds. */
export async function withLongestGap<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly gap: number }> {
  let [last, gap] = [performance.now(), 0];
  const tick = (): void => {
    const now = performance.now();
    [last, gap] = [now, Math.max(gap, now - last)];
  };
  const timer = setInterval(tick, everyMs);
  try {
    const result = await work();
    tick();
    return { result, gap };
  } finally {
    clearInterval(timer);
  }
}
