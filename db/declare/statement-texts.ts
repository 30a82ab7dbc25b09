import type { Rendered } from "../../core/ports/database.ts";

/** What a statement is asked with, by name. */
export type Given = { readonly [name: string]: string | number };
type Render = (given: Given) => Rendered;
/** Where a parameter's value comes from: what is given under a name, or always the same. */
type Source = { readonly of: string } | { readonly always: unknown };
type Learned = { readonly text: string; readonly sources: readonly Source[] };

/**
 * Statements whose text is built once for each shape: a text does not depend on what is given, and building one costs
 * about a millisecond. Which parameter is which is learned from two askings with values of their own; a statement in
 * which one is neither given nor always the same is built each time.
 */
export class StatementTexts {
  readonly #learned = new Map<string, Learned | null>();

  /** The statement for what is given; `shape` names all else that it depends on, the names of what is given among it. */
  rendered(shape: string, given: Given, render: Render): Rendered {
    const before = this.#learned.get(shape);
    const known = before === undefined ? learn(given, render) : before;
    this.#learned.set(shape, known);
    return known === null ? render(given) : filled(known, given);
  }
}

function learn(given: Given, render: Render): Learned | null {
  const probes = [probe(given, 1), probe(given, 2)] as const;
  const [one, other] = [render(probes[0]), render(probes[1])];
  if (one.text !== other.text || one.params.length !== other.params.length) return null;
  const sources = one.params.map((value, at): Source | undefined => {
    const of = Object.keys(given).find((name) => probes[0][name] === value && probes[1][name] === other.params[at]);
    if (of !== undefined) return { of };
    return value === other.params[at] ? { always: value } : undefined;
  });
  const found = sources.filter((source) => source !== undefined);
  return found.length === sources.length ? { text: one.text, sources: found } : null;
}

/** Values that are found nowhere else: days for texts, numbers for numbers. */
const probe = (given: Given, round: number): Given =>
  Object.fromEntries(
    Object.entries(given).map(([name, value], at) => [
      name,
      typeof value === "number" ? 1_900_000_000 + round * 1_000 + at : `190${round}-01-${at + 10}`,
    ]),
  );

const filled = ({ text, sources }: Learned, given: Given): Rendered => ({
  text,
  params: sources.map((source) => ("of" in source ? given[source.of] : source.always)),
});
