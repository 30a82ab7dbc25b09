import { compareColumns, type Difference } from "./compare-columns.ts";
import type { DeclaredAsset, DeclaredWords } from "./declared-graph.ts";
import { sameJson } from "./same-json.ts";
import { wordChange } from "./word-change.ts";

/** How one asset changes. `redo`: everything it holds is read or built anew; `destroys`: what takes stored values away. */
export type AssetChange = {
  readonly asset: string;
  readonly kind: DeclaredAsset["kind"];
  readonly change: "added" | "changed" | "removed";
  readonly how: readonly string[];
  readonly redo: boolean;
  readonly destroys: readonly string[];
};

/** Words of a table after whose change its stored rows are no longer those that would be read. */
const rereadBy: ReadonlySet<string> = new Set(["source", "read.path", "read.rows", "subject", "dayOf"]);
/** Words of a mart after whose change its days are built anew. */
const rebuiltBy: ReadonlySet<string> = new Set(["version", "partitions"]);

/** What changes of one asset; undefined where nothing does. One that is of another kind now is another asset. */
export function compareAssets(
  before: DeclaredAsset | undefined,
  after: DeclaredAsset | undefined,
): AssetChange | undefined {
  if (after === undefined) return before && { ...named(before, "removed"), redo: false };
  if (before === undefined) return { ...named(after, "added"), redo: true };
  if (sameJson(before, after)) return undefined;
  if (before.kind !== after.kind)
    return changeOf(after, [{ how: `a ${before.kind} becomes a ${after.kind}`, redo: true, destroys: true }]);
  const differences = [
    ...compareColumns(before.columns, after.columns),
    ...compareWords(before, after),
    ...compareChecks(before.checks, after.checks),
  ];
  return changeOf(after, differences);
}

const named = ({ key, kind }: DeclaredAsset, change: AssetChange["change"]) => ({
  asset: key,
  kind,
  change,
  how: [],
  destroys: [],
});

const changeOf = (asset: DeclaredAsset, differences: readonly Difference[]): AssetChange => ({
  ...named(asset, "changed"),
  how: differences.map(({ how }) => how),
  redo: differences.some(({ redo }) => redo === true),
  // A mart is built anew from its deps: nothing of it is lost.
  destroys: asset.kind === "mart" ? [] : differences.filter(({ destroys }) => destroys).map(({ how }) => how),
});

function compareWords(before: DeclaredAsset, after: DeclaredAsset): readonly Difference[] {
  const redoes = after.kind === "table" ? rereadBy : rebuiltBy;
  const sameColumns = sameJson(before.columns, after.columns);
  return changedNames(before.words, after.words)
    .filter((word) => word !== "version" || sameColumns)
    .map((word) => ({
      how: wordChange(word, before.words[word], after.words[word]),
      ...(redoes.has(word) && { redo: true }),
    }));
}

function compareChecks(before: DeclaredAsset["checks"], after: DeclaredAsset["checks"]): readonly Difference[] {
  return changedNames(before, after).map((name) => {
    const change = before[name] === undefined ? "added" : after[name] === undefined ? "removed" : "changed";
    return { how: `check ${name} ${change}` };
  });
}

/** Names under which two records say something else. */
export const changedNames = (before: DeclaredWords, after: DeclaredWords): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !sameJson(before[name], after[name]));
