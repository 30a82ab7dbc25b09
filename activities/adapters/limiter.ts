import { setTimeout as sleep } from "node:timers/promises";
import { sourceError } from "./source-errors.ts";

/** Longest wait for a source inside an activity; a longer one becomes a retry of the activity. Milliseconds. */
export const longestWaitMs = 60_000;

/** Keeps the manners of one access key: so many requests a second, so many in flight, one pause for all its tables. */
export class Limiter {
  readonly #spacingMs: number;
  #free: number;
  #next = 0;
  #pausedUntil = 0;
  readonly #waiting = new Set<() => void>();

  constructor(manners: { readonly requestsPerSecond: number; readonly inFlight: number }) {
    this.#spacingMs = 1000 / manners.requestsPerSecond;
    this.#free = manners.inFlight;
  }

  /**
   * Wait for one's turn; the slot is held until the turn is disposed of, which is when the answer's body was read.
   * Throws `source.rate-limited` when the source asked for more patience than an activity has, and the signal's reason.
   */
  async turn(where: string, signal: AbortSignal): Promise<Disposable> {
    signal.throwIfAborted();
    await this.#slot(signal);
    try {
      await this.#due(where, signal);
    } catch (error) {
      this.#leave();
      throw error;
    }
    let held = true;
    return {
      [Symbol.dispose]: () => {
        if (held) this.#leave();
        held = false;
      },
    };
  }

  /** Let no request of this key start for so many milliseconds. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + ms);
  }

  async #slot(signal: AbortSignal): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = (): void => {
      this.#waiting.delete(resolve);
      reject(signal.reason);
    };
    this.#waiting.add(resolve);
    signal.addEventListener("abort", abort, { once: true });
    await promise.finally(() => signal.removeEventListener("abort", abort));
  }

  async #due(where: string, signal: AbortSignal): Promise<void> {
    const mine = Math.max(performance.now(), this.#next);
    this.#next = mine + this.#spacingMs;
    for (;;) {
      const paused = this.#pausedUntil - performance.now();
      if (paused > longestWaitMs) throw sourceError.rateLimited(where, paused);
      const wait = Math.max(mine - performance.now(), paused);
      if (wait <= 1) return;
      await sleep(wait, undefined, { signal });
    }
  }

  /** Hand the slot to whoever waits longest. */
  #leave(): void {
    const [first] = this.#waiting;
    if (first === undefined) {
      this.#free++;
      return;
    }
    this.#waiting.delete(first);
    first();
  }
}
