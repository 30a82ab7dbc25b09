import { lookEvery } from "./look-every.ts";

const everyMs = 500;

/** Do work while something is looked at every half second, and once more when it ended well. One look is not overtaken by the next, its failure is no one's, and none is on its way any more by the end. */
export async function whileLooking<Result>(look: () => Promise<void>, work: () => Promise<Result>): Promise<Result> {
  const looks = lookEvery(everyMs, look);
  try {
    const result = await work();
    await looks.idle();
    await look().catch(() => undefined);
    return result;
  } finally {
    await looks.stop();
  }
}
