import { businessDay } from "../core/cast/zone.ts";
import { describeError } from "../core/describe-error.ts";
import type { Ahead, ApiDeps } from "./deps.ts";

/**
 * Look at pages ahead once assets were materialised anew or are complete through a later instant, or another day began,
 * and nothing has changed from one time to the next: nobody waits in the morning for what the night has made. Asks
 * nothing where nobody looked lately. Does nothing without `memory.aheadMs`. What fails is reported once until it
 * succeeds, and is not looked at again before something changed; one that is at it when it is stopped ends by itself.
 */
export function lookingAhead(
  ahead: Ahead,
  deps: Pick<ApiDeps, "deployed" | "clock" | "memory" | "standing" | "report"> & {
    readonly database: Pick<ApiDeps["database"], "mirrors">;
  },
): { readonly stop: () => void } {
  const every = deps.memory?.aheadMs;
  if (every === undefined) return { stop: () => undefined };
  const once = looker(ahead, deps);
  let [isStopped, isFailing] = [false, false];
  const tell = (error: unknown): void => {
    if (!isFailing && !isStopped) deps.report(`pages could not be looked at ahead: ${describeError(error)}`);
    isFailing = true;
  };
  const turn = async (): Promise<void> => {
    await once().then(() => (isFailing = false), tell);
    if (!isStopped) timer = setTimeout(begin, every).unref();
  };
  const begin = (): void => void turn();
  let timer = setTimeout(begin, every).unref();
  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** One time: what was looked at ahead last, and what stood there the time before. */
function looker(
  ahead: Ahead,
  { database, deployed, clock, standing }: Parameters<typeof lookingAhead>[1],
): () => Promise<void> {
  let [before, lookedAt] = ["", ""];
  return async () => {
    if (!ahead.isWanted() || standing?.() !== undefined) return;
    const made = (await database.mirrors()).map((mirror) =>
      [mirror.asset, mirror.materialisationId, mirror.loadedThrough].join(" "),
    );
    const state = [businessDay(clock.now().toISOString(), deployed.zone), ...made.toSorted()].join();
    const isQuiet = state === before;
    before = state;
    if (!isQuiet || state === lookedAt) return;
    lookedAt = state;
    await ahead.look();
  };
}
