/** How long an answer that came fast says how far two clocks are apart. Milliseconds. */
const believedMs = 30_000;

/**
 * Where a server's instants are on this process's clock, by the answers that came fastest in the last minute: one that
 * stalled on its way, or waited here to be read, makes nothing late that is not. Milliseconds on both.
 */
export class ServerClock {
  #since = -Infinity;
  #now = Infinity;
  #before = Infinity;

  /** The instant here at which a server made an answer: what it says of it, and when it was read here. */
  made(said: number, read: number): number {
    if (read - this.#since > believedMs) [this.#since, this.#before, this.#now] = [read, this.#now, Infinity];
    this.#now = Math.min(this.#now, read - said);
    return said + Math.min(this.#now, this.#before);
  }
}
