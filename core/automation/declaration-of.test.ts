import { expect, test } from "vitest";
import { martOf, specOf, tableOf } from "../../test/fakes/specs.ts";
import { assetGraph } from "../graph/asset-graph.ts";
import { declarationOf } from "./declaration-of.ts";
import { removedDeclaration } from "./removed-declaration.ts";

const automation = { kind: "depsUpdated", which: "any", of: null } as const;
const graph = assetGraph(
  specOf({
    tables: [tableOf("orders", { freshness: { kind: "within", ms: 1 } })],
    marts: [martOf("by_itself", ["orders"], { automation }), martOf("by_runs", ["orders"])],
  }),
);
const set = { alerts: true, ingestion: "event" } as const;

test("a table is told which dependants have a condition, and what it promises", () => {
  expect(declarationOf(graph, "orders", set)).toEqual({
    automation: null,
    deps: [],
    dependants: ["by_itself"],
    promise: { kind: "within", ms: 1, zone: null },
    ...set,
  });
});

test("a mart with a condition is told its deps; one without needs none", () => {
  expect(declarationOf(graph, "by_itself", set)).toMatchObject({ automation, deps: ["orders"], dependants: [] });
  expect(declarationOf(graph, "by_runs", set)).toMatchObject({ automation: null, deps: [], promise: null });
});

test("of an asset that is no longer declared nothing is promised, and nothing starts it", () => {
  expect(removedDeclaration(set)).toEqual({
    automation: null,
    deps: [],
    dependants: [],
    promise: null,
    removed: true,
    ...set,
  });
});
