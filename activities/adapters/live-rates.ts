import type { SourceRate } from "../../core/ports/audit.ts";

/** How old what is known of the rates may be before it is asked for again. Milliseconds. */
const everyMs = 3_000;

/** Requests a second that somebody set for sources, asked for again while they are used; what was known stands meanwhile, and while nobody answers. */
export class LiveRates {
  readonly #ask: () => Promise<readonly SourceRate[]>;
  #known: ReadonlyMap<string, number | null> = new Map();
  #askedAt = -Infinity;

  constructor(ask: () => Promise<readonly SourceRate[]>) {
    this.#ask = ask;
  }

  /** The rate set for a source; null or undefined where it is the declared one. */
  of(source: string): number | null | undefined {
    if (performance.now() - this.#askedAt >= everyMs) void this.#refresh();
    return this.#known.get(source);
  }

  async #refresh(): Promise<void> {
    this.#askedAt = performance.now();
    const rates = await this.#ask().catch(() => undefined);
    if (rates !== undefined) this.#known = new Map(rates.map((rate) => [rate.source, rate.requestsPerSecond]));
  }
}
