import { expect, test } from "vitest";
import { columnOf, martOf, purposesOnly, specOf, tableOf } from "../../test/fakes/specs.ts";
import type { ColumnSpec } from "../spec/column.ts";
import type { GraphSpec } from "../spec/graph.ts";
import { definitionProblems } from "./definition-problems.ts";

const id = columnOf("id", { key: 1 });
const day = columnOf("day", { key: 1, type: { kind: "date" } });
const processing = { purposes: ["serving"] };
const instant = { kind: "instant", reads: "rfc3339" } as const;
const tables = (...columns: ColumnSpec[]): Partial<GraphSpec> => ({
  tables: [tableOf("t", { columns })],
  register: purposesOnly,
});

test("a rule that some value keeps is no problem, of a sealed column neither: it is judged before it is sealed", () => {
  const rules = [
    columnOf("a", { between: { atLeast: 4, atMost: 4 } }),
    columnOf("d", { between: { atLeast: 4, atMost: null } }),
    columnOf("b", { between: { atLeast: null, atMost: 4 }, personal: { what: "age", action: "seal" }, processing }),
    columnOf("c", { type: instant, between: { atLeast: "2026-01-01T00:00:00Z", atMost: "2026-01-01T01:00:00+01:00" } }),
  ];
  expect(definitionProblems(specOf(tables(id, ...rules)))).toEqual([]);
});

test.each<[string, Partial<GraphSpec>, string]>([
  [
    "a rule of what is dropped",
    tables(
      id,
      columnOf("a", { between: { atLeast: 0, atMost: 9 }, personal: { what: "note", action: "drop" }, processing }),
    ),
    "Table t: column a has a rule and is dropped: nobody looks at what is not landed, drop the rule or seal the column.",
  ],
  [
    "bounds of a text",
    tables(id, columnOf("a", { type: { kind: "text", length: 5 }, between: { atLeast: "a", atMost: null } })),
    "Table t: column a is bounded and text: only numbers, days and instants are.",
  ],
  [
    "bounds without a bound",
    tables(id, columnOf("a", { between: { atLeast: null, atMost: null } })),
    "Table t: column a is between null and null: give one bound at least.",
  ],
  [
    "a bound that is no number of its column",
    tables(id, columnOf("a", { between: { atLeast: 0.5, atMost: "many" } })),
    "Table t: column a is bounded by 0.5, many, which a column of int never holds: give a number that fits it.",
  ],
  [
    "a bound that is no day",
    tables(id, columnOf("a", { type: { kind: "date" }, between: { atLeast: "2026-02-30", atMost: null } })),
    "Table t: column a is bounded by 2026-02-30, which a column of date never holds: give a day, YYYY-MM-DD.",
  ],
  [
    "a bound that is no instant",
    tables(id, columnOf("a", { type: instant, between: { atLeast: null, atMost: "2026-01-01" } })),
    "Table t: column a is bounded by 2026-01-01, which a column of instant never holds: give an instant with its offset, 2026-01-01T00:00:00Z.",
  ],
  [
    "bounds that nothing is within",
    tables(id, columnOf("a", { between: { atLeast: 30, atMost: 4 } })),
    "Table t: column a is between 30 and 4: nothing is both.",
  ],
  [
    "a pattern of a number",
    tables(id, columnOf("a", { matching: { pattern: "a", flags: "" } })),
    "Table t: column a is matched and int: only a text or a code is.",
  ],
  [
    "a pattern that may take for ever",
    tables(id, columnOf("a", { type: { kind: "code", length: 5 }, matching: { pattern: "a*a", flags: "" } })),
    "Table t: column a matches /a*a/, in which a and a after it may take the same character: take it out of one of them.",
  ],
  [
    "a rule of a mart's rows",
    {
      tables: [tableOf("t")],
      marts: [martOf("m", ["t"], { columns: [day, columnOf("a", { between: { atLeast: 0, atMost: null } })] })],
    },
    "Mart m: column a has a rule of rows, and a mart refuses no row: give it a check.",
  ],
])("%s is refused, and what to write instead is said", (_, over, problem) => {
  expect(definitionProblems(specOf(over))).toEqual([problem]);
});
