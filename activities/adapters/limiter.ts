import { setTimeout as sleep } from "node:timers/promises";

/** Keeps the manners of one access key: so many requests a second, so many in flight, over all its tables. */
export class Limiter {
  readonly #spacingMs: number;
  readonly #inFlight: number;
  #next = 0;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(manners: { readonly requestsPerSecond: number; readonly inFlight: number }) {
    this.#spacingMs = 1000 / manners.requestsPerSecond;
    this.#inFlight = manners.inFlight;
  }

  /** Run a request in its turn. */
  async run<Result>(signal: AbortSignal, request: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#inFlight) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running++;
    try {
      const now = performance.now();
      this.#next = Math.max(now, this.#next) + this.#spacingMs;
      const wait = this.#next - this.#spacingMs - now;
      if (wait > 1) await sleep(wait, undefined, { signal });
      return await request();
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }
}
