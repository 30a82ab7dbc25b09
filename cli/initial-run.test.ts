import { expect, test } from "vitest";
import { assetGraph } from "../core/graph/asset-graph.ts";
import { martOf, specOf, tableOf } from "../test/fakes/specs.ts";
import { alreadyInitial, initialWork } from "./initial-run.ts";

const graph = assetGraph(
  specOf({
    tables: [tableOf("sites"), tableOf("orders"), tableOf("refunds")],
    marts: [martOf("revenue", ["orders"])],
    jobs: [{ name: "initial", select: "* and not refunds", trigger: { kind: "command" } }],
  }),
);
const marks = (...assets: readonly string[]) => [
  ...assets.map((asset) => ({ asset, loadedThrough: "2026-05-01T00:00:00.000Z" })),
  { asset: "revenue", loadedThrough: null },
];

test("where nothing was loaded the whole job is left", () => {
  expect(initialWork(graph, { runs: [], mirrors: [{ asset: "sites", loadedThrough: null }] })).toEqual({
    kind: "left",
    tables: ["sites", "orders"],
    selection: null,
  });
});

test("after a partial one the tables without a mark are left, and the marts", () => {
  expect(initialWork(graph, { runs: [], mirrors: marks("sites") })).toEqual({
    kind: "left",
    tables: ["orders"],
    selection: "orders or revenue",
  });
});

test("one that is on its way is gone on with, whatever has marks; other runs are not it", () => {
  const runs = [{ id: "run/nightly/A" }, { id: "run/initial/B" }];
  expect(initialWork(graph, { runs, mirrors: marks("sites", "orders") })).toEqual({
    kind: "goes-on",
    id: "run/initial/B",
  });
  expect(initialWork(graph, { runs: runs.slice(0, 1), mirrors: [] })).toMatchObject({ kind: "left" });
});

test("once every table of the job has a mark it was made, and a second one is refused with the ways on", () => {
  expect(initialWork(graph, { runs: [], mirrors: marks("sites", "orders") })).toEqual({ kind: "made", tables: 2 });
  expect(alreadyInitial(2)).toMatchObject({
    code: "run.already-initial",
    message:
      "The initial extraction was made: all of its 2 tables have marks. Run `sillage run nightly` for what changed, or `sillage run initial --full` to read everything again (merging twice is harmless).",
  });
});
