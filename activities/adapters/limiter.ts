import { setTimeout as sleep } from "node:timers/promises";
import { sourceError } from "./source-errors.ts";

/** Longest wait for a source inside an activity; a longer one becomes a retry of the activity. Milliseconds. */
export const longestWaitMs = 60_000;

/** How soon those who wait feel a changed rate. Milliseconds. */
const feltWithinMs = 1_000;
/** How late a turn may be taken and still be counted as due: a timer is late by some milliseconds, and the turns after it lose nothing. More is not made up for, or a rate that was raised would begin with a burst. */
const lateByMs = 50;

/** Keeps the manners of one access key: so many requests a second, so many in flight, one pause for all its tables. */
export class Limiter {
  readonly #rate: () => number;
  readonly #shared: (() => Promise<number>) | undefined;
  #free: number;
  /** When the last request was due. */
  #last = -Infinity;
  #pausedUntil = 0;
  readonly #waiting = new Set<() => void>();
  /** Those who hold a slot and wait for the rate, in order. */
  readonly #line = new Set<symbol>();

  /** `requestsPerSecond` is asked again at every turn: it may change meanwhile. `pausedMs`: for how long another process was told that the key rests; asked before each turn, and while one is waited for. */
  constructor(manners: {
    readonly requestsPerSecond: () => number;
    readonly inFlight: number;
    readonly pausedMs?: () => Promise<number>;
  }) {
    this.#rate = manners.requestsPerSecond;
    this.#shared = manners.pausedMs;
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
    const me = Symbol(where);
    const arrived = performance.now();
    this.#line.add(me);
    try {
      for (;;) {
        if (this.#shared !== undefined) this.pause(await this.#shared());
        const paused = this.#pausedUntil - performance.now();
        if (paused > longestWaitMs) throw sourceError.rateLimited(where, paused);
        const ahead = [...this.#line].indexOf(me);
        const due = this.#last + (ahead + 1) * this.#spacingMs();
        const wait = Math.max(due - performance.now(), paused);
        if (wait <= 1 && ahead === 0) {
          this.#last = Math.max(due, arrived, performance.now() - lateByMs);
          return;
        }
        await sleep(Math.min(Math.max(wait, 1), feltWithinMs), undefined, { signal });
      }
    } finally {
      this.#line.delete(me);
    }
  }

  #spacingMs(): number {
    return 1000 / this.#rate();
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
