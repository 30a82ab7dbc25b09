import { SillageError } from "../errors.ts";
import type { AssetSpec } from "../spec/asset.ts";
import type { AssetGraph } from "./asset-graph.ts";

/** A parsed selection. `up` and `down` are how many levels to add; Infinity means all. */
export type Selection =
  | { readonly kind: "all" }
  | {
      readonly kind: "match";
      readonly field: "key" | "source" | "kind" | "tag";
      readonly value: string;
      readonly up: number;
      readonly down: number;
    }
  | { readonly kind: "and" | "or"; readonly left: Selection; readonly right: Selection }
  | { readonly kind: "not"; readonly of: Selection };

type Parsed = { readonly ok: true; readonly selection: Selection } | { readonly ok: false; readonly problem: string };

const tokenPattern = /\(|\)|[^\s()]+/g;
const termPattern = /^(?<up>\d*\+)?(?:(?<field>source|kind|tag):)?(?<value>[a-z0-9_-]+|\*)(?<down>\+\d*)?$/i;

/** Parse the selection language: `clients`, `+revenue_daily`, `clients+1`, `source:ponton`, `kind:mart`, `*`, and, or, not, parentheses. */
export function parseSelection(text: string): Parsed {
  const tokens = text.match(tokenPattern) ?? [];
  let at = 0;
  const problem = (): string => (at < tokens.length ? `"${tokens[at]}" is not expected here.` : "it ends too early.");
  const term = (): Selection | undefined => {
    const token = tokens[at];
    if (token === undefined) return undefined;
    if (token === "not") {
      at++;
      const of = term();
      return of && { kind: "not", of };
    }
    if (token === "(") {
      at++;
      const inner = either();
      if (inner === undefined || tokens[at] !== ")") return undefined;
      at++;
      return inner;
    }
    const match = /^(and|or)$/.test(token) ? undefined : toMatch(token);
    if (match !== undefined) at++;
    return match;
  };
  const chain = (word: "and" | "or", next: () => Selection | undefined): Selection | undefined => {
    let left = next();
    while (left !== undefined && tokens[at] === word) {
      at++;
      const right = next();
      left = right && { kind: word, left, right };
    }
    return left;
  };
  const both = () => chain("and", term);
  const either = () => chain("or", both);
  const selection = either();
  return selection === undefined || at < tokens.length ? { ok: false, problem: problem() } : { ok: true, selection };
}

function toMatch(token: string): Selection | undefined {
  const groups = termPattern.exec(token)?.groups;
  if (groups === undefined) return undefined;
  const field = groups["field"];
  const value = String(groups["value"]);
  if (value === "*") return token === "*" ? { kind: "all" } : undefined;
  return {
    kind: "match",
    field: field === "source" || field === "kind" || field === "tag" ? field : "key",
    value,
    up: levels(groups["up"]),
    down: levels(groups["down"]),
  };
}

function levels(text: string | undefined): number {
  if (text === undefined) return 0;
  const digits = text.replace("+", "");
  return digits === "" ? Infinity : Number(digits);
}

/** The asset keys that a selection spells out. */
export function keysNamedIn(selection: Selection): readonly string[] {
  switch (selection.kind) {
    case "all":
      return [];
    case "match":
      return selection.field === "key" ? [selection.value] : [];
    case "not":
      return keysNamedIn(selection.of);
    default:
      return [...keysNamedIn(selection.left), ...keysNamedIn(selection.right)];
  }
}

/** Keys of the assets that a selection names, in dependency order. Throws `selection.invalid`, `selection.empty`, or `graph.unknown-asset` for a key spelt wrong. */
export function selectAssets(graph: AssetGraph, text: string): readonly string[] {
  const parsed = parseSelection(text);
  if (!parsed.ok)
    throw new SillageError({
      code: "selection.invalid",
      message: `The selection "${text}" does not parse: ${parsed.problem}`,
      fix: "Write for instance `clients`, `+revenue_daily`, `source:ponton and not clients`.",
    });
  for (const key of keysNamedIn(parsed.selection)) graph.asset(key);
  const chosen = chosenBy(graph, parsed.selection);
  const keys = graph.assets.map((asset) => asset.key).filter((key) => chosen.has(key));
  if (keys.length === 0)
    throw new SillageError({
      code: "selection.empty",
      message: `The selection "${text}" matches no asset.`,
      fix: `Choose among ${graph.assets.map((asset) => asset.key).join(", ")}.`,
    });
  return keys;
}

function chosenBy(graph: AssetGraph, selection: Selection): ReadonlySet<string> {
  const all = new Set(graph.assets.map((asset) => asset.key));
  switch (selection.kind) {
    case "all":
      return all;
    case "and":
      return chosenBy(graph, selection.left).intersection(chosenBy(graph, selection.right));
    case "or":
      return chosenBy(graph, selection.left).union(chosenBy(graph, selection.right));
    case "not":
      return all.difference(chosenBy(graph, selection.of));
    case "match": {
      const direct = new Set(
        graph.assets.filter((asset) => isMatch(asset, selection.field, selection.value)).map((asset) => asset.key),
      );
      return direct
        .union(spread(direct, selection.up, graph.upstream))
        .union(spread(direct, selection.down, graph.downstream));
    }
  }
}

function isMatch(asset: AssetSpec, field: "key" | "source" | "kind" | "tag", value: string): boolean {
  switch (field) {
    case "key":
      return asset.key === value;
    case "source":
      return asset.kind === "table" && asset.source === value;
    case "kind":
      return asset.kind === value;
    case "tag":
      return asset.tags.includes(value);
  }
}

function spread(
  from: ReadonlySet<string>,
  levelsLeft: number,
  step: (key: string) => readonly string[],
): ReadonlySet<string> {
  const reached = new Set<string>();
  let frontier = [...from];
  for (let level = 0; level < levelsLeft && frontier.length > 0; level++) {
    frontier = [...new Set(frontier.flatMap(step))].filter((key) => !reached.has(key));
    for (const key of frontier) reached.add(key);
  }
  return reached;
}
