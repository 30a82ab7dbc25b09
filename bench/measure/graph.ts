import { planDeploy } from "../../cli/plan/plan-deploy.ts";
import { compareGraphs } from "../../core/deploy/compare-graphs.ts";
import { declaredGraph } from "../../core/deploy/declared-graph.ts";
import { planOf } from "../../core/graph/plan.ts";
import { manyAssets } from "../graph/many-assets.ts";
import { fillMany, pagesOfMany } from "../graph/page-of-many.ts";
import { openDatabase } from "../../db/open-database.ts";
import { peopleDeployment } from "../../test/fakes/people-deployment.ts";
import type { BenchContext } from "../context.ts";
import { grouped, median, type Figure, type Measurement } from "../measurement.ts";

const counts = { tiny: [100], small: [100, 1_000, 10_000], full: [100, 1_000, 10_000] };
const partitions = { tiny: [10_000], small: [1_000_000], full: [10_000, 100_000, 1_000_000] };
/** How many the goal is for. */
const heldPartitions = 1_000_000;
/** The size that the goals are for. */
const held = 10_000;
const goals = { loadMs: 2_000, planMs: 2_000, pageMs: 50 };

/** Declaring and proving a graph, and planning its deployment and a run of it, as the number of assets grows; the page of an asset of a million partitions. */
export const graph: Measurement = {
  about: "declaring, checking and planning 100, 1,000 and 10,000 assets; a page of a million partitions",
  async run(context) {
    manyAssets(10);
    const figures = counts[context.size].flatMap(ofAssets);
    for (const count of partitions[context.size]) figures.push(await ofPartitions(context, count));
    return figures;
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

async function ofPartitions({ noPostgres, newDatabase }: BenchContext, count: number): Promise<Figure> {
  const target = noPostgres === undefined ? { url: await newDatabase(`days_${count}`) } : { memory: true as const };
  const database = await openDatabase(target, peopleDeployment);
  try {
    await database.migrate();
    await fillMany(database, count);
    const { ms, bytes } = await pagesOfMany(database, count);
    const [p50, most] = [median(ms), Math.max(...ms)];
    const isHeld = count === heldPartitions;
    return {
      id: `graph.partitions.${count}`,
      what: `One mart of ${grouped(count)} days in ${noPostgres === undefined ? "PostgreSQL" : "PGlite"}, half of its 10,000 windows failed: a page of its partitions, as \`assets show --partitions\` reads it`,
      measured: `${p50.toFixed(1)} ms (p50 of ${ms.length} pages from first to last), ${most.toFixed(1)} ms at the most; ${grouped(bytes)} bytes a page`,
      goal: isHeld ? `under ${goals.pageMs} ms` : "–",
      met: isHeld ? most < goals.pageMs : undefined,
      values: { p50, most, bytes },
    };
  } finally {
    await database.close();
  }
}

function timed<Made>(work: () => Made): readonly [Made, number] {
  const started = performance.now();
  const made = work();
  return [made, performance.now() - started];
}
