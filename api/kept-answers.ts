/** An answer as it is written, how many rows it has, and where its next page is. */
export type WrittenAnswer = {
  readonly text: string;
  readonly type: string;
  readonly rows: number;
  readonly next: string | null;
};
type Kept = { readonly answer: Promise<WrittenAnswer | undefined>; readonly until: number; size: number };

/** How long, and of how much text (characters). */
export type KeptBounds = { readonly ms: number; readonly characters: number };

/** Answers by all that they depend on, kept for a while: who asks for one that is being written waits for it. */
export class KeptAnswers {
  readonly #bounds: KeptBounds;
  readonly #kept = new Map<string, Kept>();
  #size = 0;

  constructor(bounds: KeptBounds) {
    this.#bounds = bounds;
  }

  /** The kept answer, else a new one; what is refused, or is undefined, is not kept. */
  async answer(key: string, write: () => Promise<WrittenAnswer | undefined>): Promise<WrittenAnswer | undefined> {
    if (this.#bounds.ms === 0) return write();
    const known = this.#kept.get(key);
    if (known !== undefined && Date.now() < known.until) return known.answer;
    this.#forget(key);
    const made: Kept = { answer: write(), until: Date.now() + this.#bounds.ms, size: 0 };
    this.#kept.set(key, made);
    try {
      const answer = await made.answer;
      if (answer === undefined) this.#drop(key, made);
      else this.#weigh(key, made, answer.text.length);
      return answer;
    } catch (error) {
      this.#drop(key, made);
      throw error;
    }
  }

  #weigh(key: string, made: Kept, size: number): void {
    if (this.#kept.get(key) !== made) return;
    made.size = size;
    this.#size += size;
    for (const oldest of this.#kept.keys()) {
      if (this.#size <= this.#bounds.characters) return;
      this.#forget(oldest);
    }
  }

  #drop(key: string, made: Kept): void {
    if (this.#kept.get(key) === made) this.#forget(key);
  }

  #forget(key: string): void {
    this.#size -= this.#kept.get(key)?.size ?? 0;
    this.#kept.delete(key);
  }
}
