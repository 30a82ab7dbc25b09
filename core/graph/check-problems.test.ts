import { expect, test } from "vitest";
import { columnOf, martOf, tableOf } from "../../test/fakes/specs.ts";
import type { AssetSpec } from "../spec/asset.ts";
import type { CheckRule } from "../spec/check.ts";
import { checkProblems } from "./check-problems.ts";

const columns = [
  columnOf("id", { key: 1 }),
  columnOf("status", { type: { kind: "oneOf", values: ["open", "paid"] } }),
  columnOf("amount", { type: { kind: "decimal", precision: 18, scale: 2 }, nullable: true }),
  columnOf("day", { type: { kind: "date" } }),
  columnOf("name", { type: { kind: "text", length: 9 }, personal: { what: "surname", action: "seal" } }),
  columnOf("updatedAt", { type: { kind: "instant", reads: "rfc3339" } }),
];
const pairs = tableOf("pairs", { columns: [columnOf("left", { key: 1 }), columnOf("right", { key: 2 })] });
const named = tableOf("named", { columns: [columnOf("code", { key: 1, type: { kind: "code", length: 5 } })] });
const others = tableOf("others", { columns });
const none = { atLeast: null, atMost: null };

const byKey = (...assets: readonly AssetSpec[]) => new Map(assets.map((asset) => [asset.key, asset]));

const problems = (rule: CheckRule, asset: AssetSpec = tableOf("orders", { columns })): readonly string[] =>
  checkProblems({ ...asset, checks: [{ ...rule, name: "c", severity: "warn" }] }, byKey(asset, pairs, named, others));

test.each<[CheckRule, string]>([
  [{ kind: "unique", columns: ["id", "gone"] }, "names orders's column gone, which there is not."],
  [
    { kind: "unique", columns: ["name"] },
    "names orders's column name, which is personal: only open columns are checked.",
  ],
  [
    { kind: "nullShare", column: "status", atMost: 0.1 },
    "asks how often status is absent, which it never is: mark it .nullable() or drop the check.",
  ],
  [{ kind: "nullShare", column: "amount", atMost: 5 }, "warns above 5: a share is from 0 to 1."],
  [{ kind: "uniqueShare", columns: ["gone"], atMost: 0.01 }, "names orders's column gone, which there is not."],
  [{ kind: "uniqueShare", columns: ["id"], atMost: 2 }, "warns above 2: a share is from 0 to 1."],
  [{ kind: "rowCount", ...none }, "has no bound: give atLeast, atMost or both."],
  [{ kind: "rowCount", atLeast: 5, atMost: 4 }, "asks for at least 5 and at most 4: nothing is both."],
  [{ kind: "rowChange", last: 3, fall: null, rise: null }, "has no bound: give fall, rise or both."],
  [
    { kind: "rowChange", last: 51, fall: 0.1, rise: null },
    "looks at the last 51 materialisations: from 1 to 50 are kept.",
  ],
  [{ kind: "rowChange", last: 1, fall: 20, rise: null }, "warns of a fall by 20: a share is from 0 to 1."],
  [{ kind: "rowChange", last: 1, fall: null, rise: -1 }, "warns of a rise by -1: a share is not below 0."],
  [
    { kind: "references", column: "id", asset: "gone" },
    'reads "gone", which is not in the graph: add it to defineGraph.',
  ],
  [
    { kind: "references", column: "id", asset: "pairs" },
    "refers to pairs, whose key is 2 columns: only a key of one is found.",
  ],
  [
    { kind: "references", column: "id", asset: "named" },
    "refers from id (int) to named's key (code): they are never equal.",
  ],
  [{ kind: "acceptedValues", column: "id", values: [] }, "accepts no value at all: list some."],
  [{ kind: "acceptedValues", column: "id", values: ["a"] }, "accepts a, which a column of int never holds."],
  [{ kind: "acceptedValues", column: "status", values: ["shut"] }, "accepts only shut, which the column never holds."],
  [
    { kind: "acceptedValues", column: "updatedAt", values: ["a"] },
    "lists values of a column of instant: only numbers, dates and texts are compared.",
  ],
  [{ kind: "between", column: "amount", atLeast: 2, atMost: 1 }, "asks for at least 2 and at most 1: nothing is both."],
  [
    { kind: "between", column: "status", atLeast: 2, atMost: null },
    "bounds a column of oneOf: only numbers and dates are bounded.",
  ],
  [
    { kind: "between", column: "day", atLeast: 2, atMost: null },
    "bounds a column of date by 2: give a day, YYYY-MM-DD.",
  ],
  [{ kind: "between", column: "id", atLeast: "x", atMost: null }, "bounds a column of int by x: give a number."],
  [
    { kind: "sumsMatch", column: "status", of: "others", ofColumn: "amount", within: { amount: 0 } },
    "sums status, which is oneOf: only numbers have a sum.",
  ],
  [
    { kind: "sumsMatch", column: "amount", of: "others", ofColumn: "gone", within: { amount: 0 } },
    "names others's column gone, which there is not.",
  ],
  [
    { kind: "sumsMatch", column: "amount", of: "gone", ofColumn: "amount", within: { amount: 0 } },
    'reads "gone", which is not in the graph: add it to defineGraph.',
  ],
  [
    { kind: "sumsMatch", column: "amount", of: "others", ofColumn: "amount", within: { share: -1 } },
    "is within -1, which no difference is: give 0 or more.",
  ],
  [{ kind: "sourceFresh", withinMs: 0 }, "asks for rows of no age at all: give a duration."],
  [{ kind: "failing", reads: ["gone"] }, 'reads "gone", which is not in the graph: add it to defineGraph.'],
])("%j is refused", (rule, problem) => {
  expect(problems(rule)).toEqual([`Table orders: check c ${problem}`]);
});

test("a mart has no source to be fresh, and a table without an instant does not say", () => {
  const rule: CheckRule = { kind: "sourceFresh", withinMs: 1 };
  expect(problems(rule, martOf("m", []))).toEqual([
    "Mart m: check c asks for the source of a mart, which has none: declare it on its tables.",
  ]);
  expect(problems(rule, tableOf("t"))).toEqual([
    "Table t: check c finds no instant that says when a row is from: the table has none.",
  ]);
});

test.each<CheckRule>([
  { kind: "unique", columns: ["id", "status"] },
  { kind: "nullShare", column: "amount", atMost: 0.5 },
  { kind: "rowCount", atLeast: 1, atMost: null },
  { kind: "rowChange", last: 7, fall: 0.2, rise: 3 },
  { kind: "references", column: "id", asset: "others" },
  { kind: "acceptedValues", column: "status", values: ["open"] },
  { kind: "acceptedValues", column: "day", values: ["2026-01-01"] },
  { kind: "between", column: "amount", atLeast: 0, atMost: "99.5" },
  { kind: "between", column: "day", atLeast: "2024-03-01", atMost: null },
  { kind: "sumsMatch", column: "amount", of: "others", ofColumn: "amount", within: { share: 0.1 } },
  { kind: "sourceFresh", withinMs: 1 },
  { kind: "failing", reads: ["others"] },
])("%j is taken", (rule) => {
  expect(problems(rule)).toEqual([]);
});

test("two checks of one name are refused", () => {
  const check = { kind: "unique", columns: ["id"], name: "twice", severity: "warn" } as const;
  expect(checkProblems(tableOf("t", { checks: [check, check] }), byKey())).toEqual([
    'Table t: Two checks are called "twice": rename one.',
  ]);
});

test("a check whose name is longer than what keeps its results is refused", () => {
  const name = "n".repeat(161);
  const rule = { kind: "rowCount", atLeast: 1, atMost: null, severity: "warn" } as const;
  expect(checkProblems({ ...pairs, checks: [{ ...rule, name }] }, byKey(pairs))).toEqual([
    `Table pairs: check ${name} has a name of 161 characters: 160 are kept.`,
  ]);
  expect(checkProblems({ ...pairs, checks: [{ ...rule, name: "n".repeat(160) }] }, byKey(pairs))).toEqual([]);
});
