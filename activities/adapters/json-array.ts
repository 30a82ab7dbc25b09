import { longestRecord } from "./longest-record.ts";

/** Why a text does not hold the JSON array that is read from it; holds nothing of it. `cut`: it ends too early, and may be whole another time. */
export class NoArrayError extends Error {
  override readonly name = "NoArrayError";
  readonly cut: boolean;

  constructor(why: string, cut = false) {
    super(why);
    this.cut = cut;
  }
}

/** What a piece of text held of an array: the texts of its elements that ended there, and where the array did, if it did. */
export type Cut = { readonly elements: readonly string[]; readonly end: number | undefined };

/** The inside of a JSON array, cut at commas of its own level, outside strings, whatever its size. Elements are cut, not parsed. */
export class JsonArray {
  #first = true;
  #depth = 0;
  #quoted = false;
  #escaped = false;
  #element = "";

  /** Go on in `text` at `from`, which is behind the array's `[`. Throws `NoArrayError`. */
  take(text: string, from: number): Cut {
    const elements: string[] = [];
    let start = from;
    for (let at = from; at < text.length; at++) {
      const sign = text.charAt(at);
      if (!this.#cuts(sign)) continue;
      this.#close(this.#element + text.slice(start, at), sign, elements);
      this.#element = "";
      if (sign === "]") return { elements, end: at + 1 };
      start = at + 1;
    }
    this.#element += text.slice(start);
    if (this.#element.length > longestRecord)
      throw new NoArrayError(`an element of its array is longer than ${longestRecord} characters`);
    return { elements, end: undefined };
  }

  /** Whether this sign ends an element. */
  #cuts(sign: string): boolean {
    if (this.#quoted) {
      if (this.#escaped) this.#escaped = false;
      else if (sign === "\\") this.#escaped = true;
      else if (sign === '"') this.#quoted = false;
      return false;
    }
    if (sign === '"') this.#quoted = true;
    else if (sign === "{" || sign === "[") this.#depth++;
    else if (this.#depth === 0) return sign === "," || sign === "]";
    else if (sign === "}" || sign === "]") this.#depth--;
    return false;
  }

  #close(element: string, sign: string, elements: string[]): void {
    const empty = element.trim() === "";
    if (!empty) elements.push(element);
    else if (sign === "," || !this.#first) throw new NoArrayError("an element of its array is empty");
    this.#first = false;
  }
}
