/** Why a text is no JSON array; holds nothing of it. */
export class NoArrayError extends Error {
  override readonly name = "NoArrayError";
}

const space = /\s/;

/** The texts of the elements of a JSON array, one after another, whatever the size of the whole. Elements are cut, not parsed. Throws `NoArrayError`. */
export async function* jsonElements(texts: AsyncIterable<string>): AsyncIterable<readonly string[]> {
  const cutter = new Cutter();
  for await (const text of texts) yield cutter.take(text);
  cutter.end();
}

/** Cuts at commas of the outermost level, outside strings. */
class Cutter {
  #state: "before" | "first" | "inside" | "after" = "before";
  #depth = 0;
  #quoted = false;
  #escaped = false;
  #element = "";

  take(text: string): readonly string[] {
    const elements: string[] = [];
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const sign = text.charAt(at);
      if (this.#state === "before" || this.#state === "after") {
        this.#outside(sign);
        from = at + 1;
      } else if (this.#cuts(sign)) {
        this.#close(this.#element + text.slice(from, at), sign, elements);
        this.#element = "";
        from = at + 1;
      }
    }
    this.#element += text.slice(from);
    return elements;
  }

  end(): void {
    if (this.#state !== "after") throw new NoArrayError("it is cut short");
  }

  #outside(sign: string): void {
    if (space.test(sign)) return;
    if (this.#state === "after") throw new NoArrayError("something follows its array");
    if (sign !== "[") throw new NoArrayError("it is no array");
    this.#state = "first";
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
    else if (sign === "," || this.#state === "inside") throw new NoArrayError("an element of its array is empty");
    this.#state = sign === "]" ? "after" : "inside";
  }
}
