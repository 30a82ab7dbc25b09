import { expect, test } from "vitest";
import { revenue } from "../../assets/kpis/revenue.ts";
import { defineGraph } from "./graph.ts";

const empty = {
  zone: "Europe/Paris",
  sources: [],
  tables: [],
  marts: [],
  kpis: [],
  jobs: [],
  migrations: new URL("migrations/", import.meta.url),
};

test("cells of fewer than five people cannot be shown, whatever is set", () => {
  expect(() => defineGraph({ ...empty, suppression: { people: 4, dominance: 1.2 } })).toThrow(
    [
      "The declarations hold 2 problems:",
      "  - Suppression: cells of fewer than 4 people would be hidden: set `people` to a whole number from 5.",
      "  - Suppression: one person's share is at most 1.2: set `dominance` above 0 and up to 1.",
      "Mend them and run `sillage check`.",
    ].join("\n"),
  );
  expect(defineGraph({ ...empty, suppression: { people: 5, dominance: 1 } }).suppression.people).toBe(5);
  expect(defineGraph(empty).suppression).toEqual({ people: 11, dominance: 0.85, span: "month" });
});

test("a rule on a column of a KPI's row, which refuses no row, is refused", () => {
  const { spec, ...said } = revenue;
  const [column] = said.columns;
  if (column === undefined) throw new Error("revenue answers nothing");
  const columns = [{ ...column, between: { atLeast: 0, atMost: null } }];
  expect(() => defineGraph({ ...empty, kpis: [{ ...said, columns, spec: { ...spec, deps: [] } }] })).toThrow(
    `KPI revenue: column ${column.name} has a rule of rows, and a KPI refuses no row: drop it.`,
  );
});
