/** By it a sensitive value is known in every realm and to every copy of this module: in the sandbox of workflows too. */
const brand = Symbol.for("sillage.sensitive");

/** What stands in a text for a value that may not be told. */
const hidden = "[sensitive]";

/** Holds a value that must not be told: JSON, templates, logs, spreads and clones of it are empty or say `[sensitive]`; Temporal's converter throws on it. `reveal` is the only way to it. */
export class Sensitive<T> {
  readonly #value: T;
  constructor(value: T) {
    this.#value = value;
  }
  /** The value itself; each call is a place to look at. */
  reveal(): T {
    return this.#value;
  }
  toString(): string {
    return hidden;
  }
  toJSON(): string {
    return hidden;
  }
  get [brand](): true {
    return true;
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return hidden;
  }
}

/** Whether something is a `Sensitive`, of whatever copy of this module. */
export const isSensitive = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Reflect.get(value, brand) === true;
