/** Looks that go on until they are stopped. `idle` waits for the one that is on its way; after `stop` none is. */
export type Looks = { readonly idle: () => Promise<void>; readonly stop: () => Promise<void> };

/** Look at something every so many milliseconds. One look is not overtaken by the next, and its failure is no one's. */
export function lookEvery(everyMs: number, look: () => Promise<void>): Looks {
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= look()
      .catch(() => undefined)
      .finally(() => (looking = undefined));
  }, everyMs);
  const idle = async (): Promise<void> => looking;
  return {
    idle,
    stop: () => {
      clearInterval(timer);
      return idle();
    },
  };
}
