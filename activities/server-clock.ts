/** How long an answer that came fast says how far two clocks are apart. Milliseconds. */
const believedMs = 30_000;
/** Answers after which what the fastest ones took is the network's own time, and no longer a start of the process. */
const settledAfter = 16;

/** When a question was asked and its answer read, on this process's clock. Milliseconds. */
export type Asked = { readonly asked: number; readonly read: number };

/**
 * Where a server's instants are on this process's clock, by the answers that came fastest in the last minute: one that
 * stalled on its way, or waited here to be read, makes nothing late that is not. Milliseconds on both.
 */
export class ServerClock {
  #answers = 0;
  #since = -Infinity;
  #now = Infinity;
  #before = Infinity;
  #least = -Infinity;

  /**
   * The instant here at which a server made an answer, by what it says of it. `latest` is when the fastest answers say;
   * `earliest` is the same once sixteen came, and before that no later than the questions allow: the first answers of a
   * process that starts beside others are all slow, and would make starts later that nobody's clock puts there.
   */
  made(said: number, { asked, read }: Asked): { readonly earliest: number; readonly latest: number } {
    if (read - this.#since > believedMs) [this.#since, this.#before, this.#now] = [read, this.#now, Infinity];
    this.#now = Math.min(this.#now, read - said);
    const latest = said + Math.min(this.#now, this.#before);
    if (++this.#answers > settledAfter) return { earliest: latest, latest };
    this.#least = Math.max(this.#least, asked - said);
    return { earliest: said + this.#least, latest };
  }
}
