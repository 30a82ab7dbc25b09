import { expect, test } from "vitest";
import { sampleDeployment } from "../../test/contracts/sample-deployment.ts";
import { namedStatements } from "./named-statements.ts";

const { spec } = sampleDeployment.graph;
const statements = namedStatements(spec, sampleDeployment.martText);

test("every statement has a name of its own and a text", () => {
  expect(new Set(statements.map(({ name }) => name)).size).toBe(statements.length);
  expect(statements.filter(({ text }) => text.trim() === "")).toEqual([]);
  expect(statements.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["lock", "merge/orders/slice", "reconcile/lines/flag", "mart/lines_daily/swap"]),
  );
});

test("no statement merges in one word, and none has more than eight parameters, whatever it carries", () => {
  for (const { name, text } of statements) {
    expect(text, name).not.toMatch(/\bmerge\b/i);
    for (const [, place] of text.matchAll(/@p(\d+)/g)) expect(Number(place), name).toBeLessThanOrEqual(8);
  }
});
