/** What became of one request: how many may follow at once, and the seconds to wait when it may not be. */
export type Taken = { readonly allowed: boolean; readonly left: number; readonly waitSeconds: number };

/** Callers that are remembered; whoever has not asked for longest is forgotten. */
const most = 10_000;

/** A token bucket a caller: `perSecond` tokens come back, at most `burst` are kept. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
  }

  /** Take a token at an instant (ms). */
  take(caller: string, now: number): Taken {
    const known = this.#buckets.get(caller) ?? { tokens: this.#burst, at: now };
    const tokens = Math.min(this.#burst, known.tokens + ((now - known.at) / 1000) * this.#perSecond);
    const allowed = tokens >= 1;
    this.#keep(caller, { tokens: allowed ? tokens - 1 : tokens, at: now });
    return {
      allowed,
      left: Math.floor(allowed ? tokens - 1 : tokens),
      waitSeconds: Math.ceil((1 - tokens) / this.#perSecond),
    };
  }

  #keep(caller: string, bucket: { tokens: number; at: number }): void {
    this.#buckets.delete(caller);
    this.#buckets.set(caller, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > most && oldest !== undefined) this.#buckets.delete(oldest);
  }
}
