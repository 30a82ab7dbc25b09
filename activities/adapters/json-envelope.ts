import { NoArrayError } from "./json-array.ts";

/** Most characters of what stands around the rows: it is kept, rows are not. */
const longestEnvelope = 1_000_000;

/** What stands around the rows of a JSON text, kept as it is read; follows which key it is in. */
export class JsonEnvelope {
  /** The key of each object or array that is open; undefined for an array, which has none. */
  readonly #open: (string | undefined)[] = [];
  readonly #path: string;
  #string: string | undefined;
  #escaped = false;
  #last = "";
  #text = "";

  /** `path`: the keys that lead to the rows, separated by dots; empty where the text itself is their array. */
  constructor(path: string) {
    this.#path = path;
  }

  /** All that was read, but for what was not given to it. */
  get text(): string {
    return this.#text;
  }

  /** Go on in `text` at `from`: the place behind the `[` of the rows, or undefined where they do not begin in it. Throws `NoArrayError`. */
  find(text: string, from: number): number | undefined {
    for (let at = from; at < text.length; at++) {
      if (!this.#beginsRows(text.charAt(at))) continue;
      this.#keep(text.slice(from, at + 1));
      return at + 1;
    }
    this.#keep(text.slice(from));
    return undefined;
  }

  /** The rows ended. */
  leave(): void {
    this.#keep("]");
  }

  #keep(text: string): void {
    if (this.#text.length + text.length > longestEnvelope)
      throw new NoArrayError(`what stands around its array is longer than ${longestEnvelope} characters`);
    this.#text += text;
  }

  #beginsRows(sign: string): boolean {
    if (this.#string !== undefined) this.#inString(sign, this.#string);
    else if (sign === '"') this.#string = "";
    else if (sign === ":") this.#open.splice(-1, 1, this.#last);
    else if (sign === "{") this.#open.push("");
    else if (sign === "[") {
      if (this.#isAtRows()) return true;
      this.#open.push(undefined);
    } else if (sign === "}" || sign === "]") this.#open.pop();
    return false;
  }

  #inString(sign: string, before: string): void {
    if (!this.#escaped && sign === '"') {
      this.#last = before;
      this.#string = undefined;
      return;
    }
    this.#escaped = !this.#escaped && sign === "\\";
    this.#string = before + sign;
  }

  #isAtRows(): boolean {
    return !this.#open.includes(undefined) && this.#open.join(".") === this.#path;
  }
}
