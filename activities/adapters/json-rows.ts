import { JsonArray, NoArrayError } from "./json-array.ts";
import { JsonEnvelope } from "./json-envelope.ts";

/** The rows of a JSON text as it arrives, whatever its size: never more than one of them is held, and what stands around them. */
export class JsonRows {
  readonly #envelope: JsonEnvelope;
  #array: JsonArray | undefined;
  #found = false;

  /** `path`: the keys that lead to the array of rows, separated by dots; empty where the text itself is that array. */
  constructor(path: string) {
    this.#envelope = new JsonEnvelope(path);
  }

  /** The texts of the rows that end in this piece, not parsed. Throws `NoArrayError`, for a second array at its place too. */
  take(text: string): readonly string[] {
    const rows: (readonly string[])[] = [];
    for (let at: number | undefined = 0; at !== undefined && at < text.length;) {
      if (this.#array === undefined) {
        at = this.#envelope.find(text, at);
        if (at !== undefined) this.#enter();
      } else {
        const { elements, end } = this.#array.take(text, at);
        rows.push(elements);
        if (end !== undefined) this.#leave();
        at = end;
      }
    }
    return rows.flat();
  }

  /** Whether an array of rows began. */
  get found(): boolean {
    return this.#found;
  }

  /** What stands around the rows, their array empty, once all was taken. Throws `NoArrayError` where they were not ended. */
  end(): string {
    if (this.#array !== undefined) throw new NoArrayError("it is cut short", true);
    return this.#envelope.text;
  }

  #enter(): void {
    if (this.#found) throw new NoArrayError("its array comes twice");
    this.#found = true;
    this.#array = new JsonArray();
  }

  #leave(): void {
    this.#array = undefined;
    this.#envelope.leave();
  }
}
