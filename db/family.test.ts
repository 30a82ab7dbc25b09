import { expect, test } from "vitest";
import { lines, sampleDeployment } from "../test/contracts/sample-deployment.ts";
import { orders } from "../test/fakes/people-deployment.ts";
import { familyOf } from "./family.ts";

const { tables } = sampleDeployment.graph.spec;

test("a table's day comes from its parent, and goes to its children", () => {
  expect(familyOf(tables, lines.spec)).toEqual({ parent: orders.spec, children: [] });
  expect(familyOf(tables, orders.spec)).toEqual({ parent: undefined, children: [lines.spec] });
});
