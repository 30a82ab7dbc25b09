const everyMs = 500;

/** Do work while something is looked at every half second, and once more when it ended well. One look is not overtaken by the next, its failure is no one's, and none is on its way any more by the end. */
export async function whileLooking<Result>(look: () => Promise<void>, work: () => Promise<Result>): Promise<Result> {
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= look()
      .catch(() => undefined)
      .finally(() => (looking = undefined));
  }, everyMs);
  try {
    const result = await work();
    await looking;
    await look().catch(() => undefined);
    return result;
  } finally {
    clearInterval(timer);
    await looking;
  }
}
