/** Sentences that a finding tells at most. */
const mostTold = 20;

/** Of any number of things: how many, and the first of them. */
export class FirstTold {
  readonly #first: string[] = [];
  #count = 0;

  /** How many there were. */
  get count(): number {
    return this.#count;
  }
  /** Count one, whose words are kept while few are. Signs that a terminal would obey are none of them. */
  add(words: string): void {
    if (this.#count++ < mostTold) this.#first.push(words.replaceAll(/\p{C}/gu, "\uFFFD"));
  }
  /** The first, then how many more. */
  text(): string {
    const more = this.#count - this.#first.length;
    return [...this.#first, ...(more > 0 ? [`${more} more`] : [])].join("; ");
  }
}

/** The first of some sentences, then how many more. */
export function toldOf(sentences: Iterable<string>): string {
  const told = new FirstTold();
  for (const sentence of sentences) told.add(sentence);
  return told.text();
}
