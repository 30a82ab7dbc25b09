/** A token bucket a caller: `perSecond` tokens come back, at most `burst` are kept. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
  }

  /** Take a token at an instant (ms); the seconds to wait when there is none. */
  take(
    caller: string,
    now: number,
  ): { readonly allowed: boolean; readonly left: number; readonly waitSeconds: number } {
    const known = this.#buckets.get(caller) ?? { tokens: this.#burst, at: now };
    const tokens = Math.min(this.#burst, known.tokens + ((now - known.at) / 1000) * this.#perSecond);
    const allowed = tokens >= 1;
    if (this.#buckets.size > 10_000) this.#buckets.clear();
    this.#buckets.set(caller, { tokens: allowed ? tokens - 1 : tokens, at: now });
    return {
      allowed,
      left: Math.floor(allowed ? tokens - 1 : tokens),
      waitSeconds: Math.ceil((1 - tokens) / this.#perSecond),
    };
  }
}
