import { depsOf, type AssetSpec } from "../spec/asset.ts";
import type { ColumnSpec, ColumnType } from "../spec/column.ts";
import type { GraphSpec } from "../spec/graph.ts";

/** Words of a declaration by their names, those that say nothing left out. */
export type DeclaredWords = Readonly<Record<string, unknown>>;
/** One column as it is declared. */
export type DeclaredColumn = { readonly type: ColumnType; readonly words: DeclaredWords };
/** One asset as it is declared, its documentation left out. A mart's query is its word `version`. */
export type DeclaredAsset = {
  readonly key: string;
  readonly kind: AssetSpec["kind"];
  /** Keys that it depends on directly. */
  readonly deps: readonly string[];
  readonly columns: Readonly<Record<string, DeclaredColumn>>;
  readonly checks: Readonly<Record<string, DeclaredWords>>;
  readonly words: DeclaredWords;
};
/** What a deployment declares, as plain data that outlives the code: what the next one is compared with. */
export type DeclaredGraph = {
  readonly v: 1;
  readonly assets: readonly DeclaredAsset[];
  readonly jobs: Readonly<Record<string, DeclaredWords>>;
  readonly kpis: Readonly<Record<string, DeclaredWords>>;
  readonly sources: Readonly<Record<string, DeclaredWords>>;
};

/** The declarations of a graph in short. A word that this file does not know is kept and compared as any other. */
export const declaredGraph = (spec: GraphSpec): DeclaredGraph => ({
  v: 1,
  assets: [...spec.tables, ...spec.marts].map(declaredAsset),
  jobs: byName(spec.jobs, ({ name }) => name),
  kpis: byName(spec.kpis, ({ key }) => key),
  sources: byName(spec.sources, ({ name }) => name),
});

function declaredAsset(asset: AssetSpec): DeclaredAsset {
  const { key, kind, columns, checks, ...words } = asset;
  return {
    key,
    kind,
    deps: depsOf(asset),
    columns: Object.fromEntries(columns.map((column) => [column.name, declaredColumn(column)])),
    checks: byName(checks, ({ name }) => name),
    words: said(kind === "table" ? apart(words, "read") : words),
  };
}

const declaredColumn = (column: ColumnSpec): DeclaredColumn => ({ type: column.type, words: said(column) });

const byName = <Declared extends object>(
  all: readonly Declared[],
  nameOf: (one: Declared) => string,
): Readonly<Record<string, DeclaredWords>> => Object.fromEntries(all.map((one) => [nameOf(one), said(one)]));

/** The parts of one word each under a name of its own: `read.path`, `read.filter`. */
function apart(words: DeclaredWords, word: string): DeclaredWords {
  const { [word]: parts, ...others } = words;
  const named = Object.entries(Object(parts)).map(([part, value]) => [`${word}.${part}`, value] as const);
  return { ...others, ...Object.fromEntries<unknown>(named) };
}

/** Names, texts for people, an index, which changes no row, and a column's type, which stands apart. */
const silent = new Set<string>(["doc", "summary", "name", "key", "indexed", "type"]);
const saysNothing = (value: unknown): boolean =>
  value === undefined || value === false || value === 0 || value === "" || (Array.isArray(value) && value.length === 0);

/** A column's `key` is its place in the primary key, and a word; elsewhere it is a name. */
function said(words: object): DeclaredWords {
  const told: Record<string, unknown> = {};
  for (const [word, value] of Object.entries(words))
    if (!saysNothing(value) && (!silent.has(word) || typeof value === "number")) told[word] = value;
  return told;
}
