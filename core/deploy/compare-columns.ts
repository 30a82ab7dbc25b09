import type { DeclaredAsset, DeclaredColumn } from "./declared-graph.ts";
import { ruleChange } from "./rule-change.ts";
import { sameJson } from "./same-json.ts";
import { typeChange } from "./type-change.ts";
import { typeText } from "./type-text.ts";

/** One thing that changes of an asset. `redo`: what is stored is no longer what would be; `destroys`: it takes stored values away, or they may not meet it. */
export type Difference = { readonly how: string; readonly redo?: true; readonly destroys?: true };

type Columns = DeclaredAsset["columns"];

/** What changes of an asset's columns. */
export function compareColumns(before: Columns, after: Columns): readonly Difference[] {
  const removed = Object.keys(before)
    .filter((name) => after[name] === undefined)
    .map((name): Difference => ({ how: `column ${name} removed`, destroys: true }));
  const kept = Object.entries(after).flatMap(([name, column]) => {
    const old = before[name];
    return old === undefined ? [added(name, column)] : compareColumn(name, old, column);
  });
  return [...removed, ...kept];
}

const added = (name: string, { type, words }: DeclaredColumn): Difference => {
  const how = `column ${name} added, ${typeText(type)}`;
  return words["nullable"] === true ? { how, redo: true } : { how: `${how}, never null`, redo: true, destroys: true };
};

function compareColumn(name: string, before: DeclaredColumn, after: DeclaredColumn): readonly Difference[] {
  if (sameJson(before, after)) return [];
  const words = new Set([...Object.keys(before.words), ...Object.keys(after.words)]);
  return [
    ...(sameJson(before.type, after.type) ? [] : [typeDifference(name, before, after)]),
    ...[...words]
      .filter((word) => !sameJson(before.words[word], after.words[word]))
      .map((word) => wordDifference(name, word, before.words[word], after.words[word])),
  ];
}

function typeDifference(name: string, { type: from }: DeclaredColumn, { type: to }: DeclaredColumn): Difference {
  const [old, next] = [typeText(from), typeText(to)];
  const change = typeChange(from, to);
  const words = old === next ? `column ${name} is cast otherwise` : `column ${name} ${change}, ${old} → ${next}`;
  if (change === "widened") return { how: words };
  return change === "recast" ? { how: words, redo: true } : { how: words, redo: true, destroys: true };
}

/** What a column's words mean for the rows that are stored. */
function wordDifference(name: string, word: string, old: unknown, next: unknown): Difference {
  switch (word) {
    case "nullable":
      return next === true
        ? { how: `column ${name} may be null` }
        : { how: `column ${name} may no longer be null`, destroys: true };
    case "key":
      return { how: `column ${name} changes its place in the key`, redo: true, destroys: true };
    case "physical":
      return { how: `column ${name} is stored under another name`, redo: true, destroys: true };
    case "personal":
      return { how: `column ${name} is kept otherwise as personal`, redo: true, destroys: true };
    case "processing":
      return { how: `column ${name} is registered otherwise` };
    case "ref":
      return { how: `column ${name} refers otherwise` };
    case "derive":
      return aside(old) === aside(next)
        ? { how: `column ${name} merges people otherwise` }
        : { how: `column ${name}: \`${word}\` changes`, redo: true };
    case "between":
    case "matching": {
      const { how, isWider } = ruleChange(word, old, next);
      return { how: `column ${name}: ${how}`, ...(isWider ? {} : { redo: true }) };
    }
    default:
      return { how: `column ${name}: \`${word}\` changes`, redo: true };
  }
}

/** How a column is made, whether its people are one with the row's or not: stored rows are the same. */
const aside = (derive: unknown): string | undefined =>
  JSON.stringify(derive, (word, value: unknown) => (word === "merged" ? undefined : value));
