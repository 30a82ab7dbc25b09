import { planDeploy } from "../../cli/plan/plan-deploy.ts";
import { compareGraphs } from "../../core/deploy/compare-graphs.ts";
import { declaredGraph } from "../../core/deploy/declared-graph.ts";
import { planOf } from "../../core/graph/plan.ts";
import { manyAssets } from "../graph/many-assets.ts";
import { pageOfMany } from "../graph/page-of-many.ts";
import { grouped, type Figure, type Measurement } from "../measurement.ts";

const counts = { tiny: [100], small: [100, 1_000, 10_000], full: [100, 1_000, 10_000] };
const partitions = { tiny: 10_000, small: 1_000_000, full: 1_000_000 };
/** The size that the goals are for. */
const held = 10_000;
const goals = { loadMs: 2_000, planMs: 2_000, pageMs: 50 };

/** Declaring and proving a graph, and planning its deployment and a run of it, as the number of assets grows; the page of an asset of a million partitions. */
export const graph: Measurement = {
  about: "declaring, checking and planning 100, 1,000 and 10,000 assets; a page of a million partitions",
  async run({ size }) {
    manyAssets(10);
    return [...counts[size].flatMap(ofAssets), ofPartitions(partitions[size])];
  },
};

function ofAssets(count: number): readonly Figure[] {
  const [deployed, loadMs] = timed(() => manyAssets(count));
  const before = JSON.stringify(declaredGraph(deployed.graph.spec));
  const [, planMs] = timed(() => planAll(deployed.graph, before));
  const goal = (ms: number) => (count === held ? `under ${ms / 1_000} s` : "–");
  const met = (ms: number, most: number) => (count === held ? ms < most : undefined);
  return [
    {
      id: `graph.load.${count}`,
      what: `${grouped(count)} assets: declared and checked`,
      measured: `${grouped(loadMs)} ms, ${Math.round((loadMs * 1_000) / count)} µs an asset`,
      goal: goal(goals.loadMs),
      met: met(loadMs, goals.loadMs),
      values: { loadMs },
    },
    {
      id: `graph.plan.${count}`,
      what: `${grouped(count)} assets: a deployment that changes one in a hundred planned, and a run of all`,
      measured: `${grouped(planMs)} ms, ${Math.round((planMs * 1_000) / count)} µs an asset; ${grouped(before.length / count)} bytes of declaration an asset`,
      goal: goal(goals.planMs),
      met: met(planMs, goals.planMs),
      values: { planMs, bytes: before.length },
    },
  ];
}

/** As `sillage plan` does it: the deployed graph comes as text, one table in a hundred is declared otherwise. */
function planAll(graph: ReturnType<typeof manyAssets>["graph"], before: string): void {
  const stored: ReturnType<typeof declaredGraph> = JSON.parse(before);
  const assets = stored.assets.map((asset, at) =>
    at % 100 === 0 ? { ...asset, words: { ...asset.words, subject: "buyer" } } : asset,
  );
  const deployed = { graph: { ...stored, assets }, deployedAt: "2026-11-27T02:15:00.000Z" };
  const changes = compareGraphs(deployed.graph, declaredGraph(graph.spec));
  const facts = {
    deployed,
    changes,
    tables: [],
    migrations: [],
    rows: new Map(),
    rowBytes: new Map(),
    rate: 1_000_000,
  };
  planDeploy(graph, facts, "");
  planOf(graph, "all", "*");
}

function ofPartitions(count: number): Figure {
  const [{ bytes, page }, pageMs] = timed(() => pageOfMany(count));
  return {
    id: "graph.partitions",
    what: `One asset of ${grouped(count)} partitions, one in a thousand failed: one more done, counted, and its page`,
    measured: `${pageMs.toFixed(1)} ms; ${grouped(bytes)} bytes of state, ${grouped(page)} of page`,
    goal: `under ${goals.pageMs} ms`,
    met: pageMs < goals.pageMs,
    values: { pageMs, bytes },
  };
}

function timed<Made>(work: () => Made): readonly [Made, number] {
  const started = performance.now();
  const made = work();
  return [made, performance.now() - started];
}
