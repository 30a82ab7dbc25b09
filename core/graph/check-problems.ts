import type { AssetSpec } from "../spec/asset.ts";
import type { Bounds, CheckSpec } from "../spec/check.ts";
import { isOpen, type ColumnSpec, type ColumnType } from "../spec/column.ts";
import { orderingColumn } from "../spec/ordering-column.ts";
import { duplicates } from "./table-problems.ts";

/** Every asset of the graph, by its key. */
type Assets = ReadonlyMap<string, AssetSpec>;

const numeric: ReadonlySet<ColumnType["kind"]> = new Set(["int", "bigint", "decimal"]);
/** Results of a check that are kept. */
const mostKept = 50;
/** Characters of a check's name: with its asset and cause it is a key of 900 bytes in SQL Server. */
const longestName = 160;

/** Problems of an asset's checks, a sentence each: of those that can never hold, or never fail. */
export function checkProblems(asset: AssetSpec, assets: Assets): readonly string[] {
  const kind = asset.kind === "table" ? "Table" : "Mart";
  return [
    ...duplicates(
      "check",
      asset.checks.map((check) => check.name),
    ),
    ...asset.checks
      .filter(({ name }) => name.length > longestName)
      .map(({ name }) => `check ${name} has a name of ${name.length} characters: ${longestName} are kept.`),
    ...asset.checks.flatMap((check) =>
      problemsOf(check, asset, assets).map((problem) => `check ${check.name} ${problem}`),
    ),
  ].map((problem) => `${kind} ${asset.key}: ${problem}`);
}

function problemsOf(check: CheckSpec, asset: AssetSpec, assets: Assets): readonly string[] {
  const within = (names: readonly string[], fits: (column: ColumnSpec) => readonly string[] = () => []) =>
    names.flatMap((name) => columnProblems(name, asset, fits));
  switch (check.kind) {
    case "unique":
      return within(check.columns);
    case "uniqueShare":
      return [...within(check.columns), ...shareProblems("warns above", check.atMost)];
    case "nullShare":
      return [...within([check.column], mayBeAbsent), ...shareProblems("warns above", check.atMost)];
    case "rowCount":
      return boundProblems(check);
    case "rowChange":
      return changeProblems(check);
    case "references":
      return [
        ...within([check.column], (column) => referProblems(column, find(check.asset, assets))),
        ...otherProblems(check.asset, assets),
      ];
    case "acceptedValues":
      return within([check.column], (column) => valueProblems(column.type, check.values));
    case "between":
      return [...within([check.column], (column) => sortProblems(column.type, check)), ...boundProblems(check)];
    case "sumsMatch":
      return [
        ...within([check.column], sumProblems),
        ...otherProblems(check.of, assets),
        ...columnsOf(find(check.of, assets), (other) => columnProblems(check.ofColumn, other, sumProblems)),
        ...amountProblems(check.within),
      ];
    case "sourceFresh":
      return freshProblems(asset, check.withinMs);
    case "failing":
      return check.reads.flatMap((key) => otherProblems(key, assets));
  }
}

const find = (key: string, assets: Assets): AssetSpec | undefined => assets.get(key);

const columnsOf = (asset: AssetSpec | undefined, problems: (asset: AssetSpec) => readonly string[]) =>
  asset === undefined ? [] : problems(asset);

const otherProblems = (key: string, assets: Assets): readonly string[] =>
  find(key, assets) === undefined ? [`reads "${key}", which is not in the graph: add it to defineGraph.`] : [];

function columnProblems(
  name: string,
  asset: AssetSpec,
  fits: (column: ColumnSpec) => readonly string[],
): readonly string[] {
  const column = asset.columns.find((one) => one.name === name);
  if (column === undefined) return [`names ${asset.key}'s column ${name}, which there is not.`];
  return isOpen(column)
    ? fits(column)
    : [`names ${asset.key}'s column ${name}, which is personal: only open columns are checked.`];
}

const mayBeAbsent = ({ name, nullable }: ColumnSpec): readonly string[] =>
  nullable ? [] : [`asks how often ${name} is absent, which it never is: mark it .nullable() or drop the check.`];

const shareProblems = (what: string, share: number | null): readonly string[] =>
  share === null || (share >= 0 && share <= 1) ? [] : [`${what} ${share}: a share is from 0 to 1.`];

function boundProblems({ atLeast, atMost }: Bounds<number | string>): readonly string[] {
  if (atLeast === null && atMost === null) return ["has no bound: give atLeast, atMost or both."];
  return atLeast !== null && atMost !== null && atLeast > atMost
    ? [`asks for at least ${atLeast} and at most ${atMost}: nothing is both.`]
    : [];
}

function changeProblems({
  last,
  fall,
  rise,
}: {
  readonly last: number;
  readonly fall: number | null;
  readonly rise: number | null;
}): readonly string[] {
  const whole = Number.isInteger(last) && last >= 1 && last <= mostKept;
  return [
    ...(fall === null && rise === null ? ["has no bound: give fall, rise or both."] : []),
    ...(whole ? [] : [`looks at the last ${last} materialisations: from 1 to ${mostKept} are kept.`]),
    ...shareProblems("warns of a fall by", fall),
    ...(rise !== null && rise < 0 ? [`warns of a rise by ${rise}: a share is not below 0.`] : []),
  ];
}

function referProblems(column: ColumnSpec, other: AssetSpec | undefined): readonly string[] {
  const keys = other?.columns.filter((one) => one.key > 0) ?? [];
  const [key] = keys;
  if (other === undefined || key === undefined) return [];
  if (keys.length > 1)
    return [`refers to ${other.key}, whose key is ${keys.length} columns: only a key of one is found.`];
  return sortOf(key.type) === sortOf(column.type)
    ? []
    : [
        `refers from ${column.name} (${column.type.kind}) to ${other.key}'s key (${key.type.kind}): they are never equal.`,
      ];
}

type Sort = "number" | "date" | "text" | "other";
function sortOf({ kind }: ColumnType): Sort {
  if (numeric.has(kind)) return "number";
  if (kind === "date") return "date";
  return ["text", "code", "oneOf", "uuid"].includes(kind) ? "text" : "other";
}

function valueProblems(type: ColumnType, values: readonly (string | number)[]): readonly string[] {
  if (values.length === 0) return ["accepts no value at all: list some."];
  const sort = sortOf(type);
  if (sort === "other")
    return [`lists values of a column of ${type.kind}: only numbers, dates and texts are compared.`];
  const strange = values.filter((value) => (typeof value === "number") !== (sort === "number"));
  if (strange.length > 0) return [`accepts ${strange.join(", ")}, which a column of ${type.kind} never holds.`];
  const never = type.kind === "oneOf" ? values.filter((value) => !type.values.includes(String(value))) : [];
  return never.length === values.length ? [`accepts only ${never.join(", ")}, which the column never holds.`] : [];
}

function sortProblems(type: ColumnType, { atLeast, atMost }: Bounds<number | string>): readonly string[] {
  const sort = sortOf(type);
  if (sort !== "number" && sort !== "date")
    return [`bounds a column of ${type.kind}: only numbers and dates are bounded.`];
  const strange = [atLeast, atMost].filter(
    (bound) => bound !== null && Number.isNaN(Number(bound)) !== (sort === "date"),
  );
  return strange.length === 0
    ? []
    : [
        `bounds a column of ${type.kind} by ${strange.join(", ")}: give ${sort === "date" ? "a day, YYYY-MM-DD" : "a number"}.`,
      ];
}

const sumProblems = ({ name, type }: ColumnSpec): readonly string[] =>
  numeric.has(type.kind) ? [] : [`sums ${name}, which is ${type.kind}: only numbers have a sum.`];

const amountProblems = (within: { readonly amount: number } | { readonly share: number }): readonly string[] => {
  const most = "amount" in within ? within.amount : within.share;
  return most >= 0 ? [] : [`is within ${most}, which no difference is: give 0 or more.`];
};

function freshProblems(asset: AssetSpec, withinMs: number): readonly string[] {
  if (asset.kind === "mart") return ["asks for the source of a mart, which has none: declare it on its tables."];
  return [
    ...(orderingColumn(asset) === undefined
      ? ["finds no instant that says when a row is from: the table has none."]
      : []),
    ...(withinMs > 0 ? [] : ["asks for rows of no age at all: give a duration."]),
  ];
}
