import { expect, test } from "vitest";
import { compareGraphs } from "../../core/deploy/compare-graphs.ts";
import { declaredGraph } from "../../core/deploy/declared-graph.ts";
import { assetGraph } from "../../core/graph/asset-graph.ts";
import type { GraphSpec } from "../../core/spec/graph.ts";
import { columnOf, martOf, specOf, tableOf } from "../../test/fakes/specs.ts";
import { deployLines } from "./deploy-lines.ts";
import { nothingDeployed } from "./nothing-deployed.ts";
import { planDeploy, type DeployedFacts } from "./plan-deploy.ts";

const at = "2026-11-27T02:15:00.000Z";
const before: Partial<GraphSpec> = {
  tables: [tableOf("sales"), tableOf("lockers"), tableOf("never_loaded")],
  marts: [martOf("by_day", ["sales"]), martOf("old_mart", ["lockers"])],
};
const note = columnOf("note", { type: { kind: "text", length: 80 }, nullable: true });
const after: Partial<GraphSpec> = {
  tables: [tableOf("sales", { columns: [columnOf("id", { key: 1 }), note] }), tableOf("passes")],
  marts: [martOf("by_day", ["sales"])],
};
const facts = (over: Partial<DeployedFacts> = {}): Omit<DeployedFacts, "changes"> => ({
  deployed: { graph: declaredGraph(specOf(before)), deployedAt: at },
  tables: [
    { schema: "open", table: "lockers" },
    { schema: "sealed", table: "lockers" },
    { schema: "mart", table: "old_mart" },
  ],
  migrations: ["deployment/0002_note"],
  rows: new Map([
    ["sales", 600_000],
    ["by_day", 900],
    ["lockers", 12],
    ["old_mart", 3],
  ]),
  rowBytes: new Map([["sales", 200]]),
  buildMs: new Map(),
  rate: 1_000_000,
  ...over,
});
const plan = (spec: Partial<GraphSpec>, over: Partial<DeployedFacts> = {}) => {
  const graph = assetGraph(specOf(spec));
  const told = facts(over);
  const changes = compareGraphs(told.deployed?.graph ?? nothingDeployed, declaredGraph(graph.spec));
  return planDeploy(graph, { ...told, changes }, "no worker has started.");
};

test("what is read again takes its bytes at the throttle's rate; what was never landed is not known; marts are not throttled", () => {
  const { redo, total } = plan(after);
  expect(redo).toEqual([
    { asset: "sales", kind: "table", rows: 600_000, rowBytes: 200, minutes: 2, by: "sillage run sales --full" },
    { asset: "passes", kind: "table", rows: null, rowBytes: expect.any(Number), minutes: null, by: "its first run" },
    { asset: "by_day", kind: "mart", rows: 900, rowBytes: null, minutes: null, by: "the next run that has it" },
  ]);
  expect(total).toEqual({ rows: 600_900, minutes: 2 });
});

test("a mart takes about as long as its last builds did, and that is said to be an estimate", () => {
  const told = plan(after, { buildMs: new Map([["by_day", 92_000]]) });
  expect(told.redo.find(({ asset }) => asset === "by_day")).toMatchObject({ rows: 900, minutes: 1.5 });
  expect(told.total).toEqual({ rows: 600_900, minutes: 3.5 });
  const lines = deployLines(told);
  expect(lines.find((line) => line.startsWith("by_day  "))).toMatch(/ ~1\.5 +the next run that has it$/);
  expect(lines.join("\n")).toContain("an estimate (~): the median of their last builds in runs");
});

test("a removed asset tells what it leaves and how each of it goes", () => {
  const { remains, destructive } = plan(after);
  expect(remains).toEqual([
    {
      asset: "lockers",
      kind: "table",
      tables: ["open.lockers", "sealed.lockers"],
      rows: 12,
      drop: [
        "`sillage generate drop_lockers --allow-destructive` writes the migration that drops open.lockers and sealed.lockers",
        "what was landed lies under `v1/shop/lockers/` in the bucket: delete it there",
        "its entity goes on: `temporal workflow terminate --workflow-id asset/lockers`",
      ],
    },
    expect.objectContaining({ asset: "never_loaded", tables: [], rows: null }),
    {
      asset: "old_mart",
      kind: "mart",
      tables: ["mart.old_mart"],
      rows: 3,
      drop: [
        "`sillage generate drop_old_mart --allow-destructive` writes the migration that drops mart.old_mart",
        "its entity goes on: `temporal workflow terminate --workflow-id asset/old_mart`",
      ],
    },
  ]);
  expect(destructive).toEqual([
    "lockers: removed, while 12 rows are stored",
    "old_mart: removed, while 3 rows are stored",
  ]);
});

test("a plan for people says what it is compared with, what changes, what follows, what is owed", () => {
  const lines = deployLines(plan(after));
  expect(lines[0]).toBe(`Compared with the graph that a worker started with at ${at}.`);
  expect(lines).toContain("sales         table  changed  column note added, text(80)");
  expect(lines).toContain("by_day is stale then, because of sales");
  expect(lines).toContain("migration owed: deployment/0002_note");
  expect(lines).toContain("! lockers: removed, while 12 rows are stored");
  expect(lines).toContain("The table never_loaded is no longer declared, and has no stored table.");
});

test("jobs that change are told by name", () => {
  const job = { name: "nightly", select: "*", trigger: { kind: "command" } } as const;
  expect(deployLines(plan({ ...before, jobs: [job] }, { migrations: [] }))).toContain("job nightly added");
});

test("the same code changes nothing, unless migrations are owed", () => {
  expect(plan(before, { migrations: [] }).changed).toBe(false);
  expect(deployLines(plan(before, { migrations: [] }))).toEqual([
    `Compared with the graph that a worker started with at ${at}.`,
    "Nothing changes.",
  ]);
  expect(plan(before).changed).toBe(true);
});

test("where nothing is deployed everything is new, and that is said", () => {
  const told = plan(after, { deployed: undefined, migrations: [] });
  expect([told.changed, told.against]).toEqual([true, { nothing: "no worker has started." }]);
  expect(told.assets.every(({ change }) => change === "added")).toBe(true);
  expect(deployLines(told)[0]).toBe("Compared with nothing: no worker has started.");
});
