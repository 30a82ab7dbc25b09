import { openDatabase } from "../../db/open-database.ts";
import { openSession } from "../../db/postgres/open-database.ts";
import { peopleDeployment } from "../../test/fakes/people-deployment.ts";
import type { BenchContext } from "../context.ts";
import { manyAssets } from "../graph/many-assets.ts";
import { livedMart, pagesOfMany } from "../graph/page-of-many.ts";
import { deployMany, keptNights, planMany } from "../graph/plan-many.ts";
import { grouped, median, secondsOf, type Figure, type Measurement } from "../measurement.ts";
import type { Database } from "../../core/ports/database.ts";

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
    const figures: Figure[] = [];
    const database = await openDatabase(await targetOf(context, "many"), peopleDeployment);
    try {
      await database.migrate();
      for (const count of counts[context.size])
        figures.push(...(await ofAssets({ database, engine: engineOf(context) }, count)));
    } finally {
      await database.close();
    }
    for (const count of partitions[context.size]) figures.push(await ofPartitions(context, count));
    return figures;
  },
};

const targetOf = async ({ noPostgres, newDatabase }: BenchContext, name: string) =>
  noPostgres === undefined ? { url: await newDatabase(name) } : ({ memory: true } as const);
const engineOf = ({ noPostgres }: BenchContext): string => (noPostgres === undefined ? "PostgreSQL" : "PGlite");

type On = { readonly database: Database; readonly engine: string };

async function ofAssets({ database, engine }: On, count: number): Promise<readonly Figure[]> {
  const started = performance.now();
  const { graph: declared } = manyAssets(count);
  const loadMs = performance.now() - started;
  const bytes = await deployMany(database, declared);
  const planMs = 1_000 * (await secondsOf(() => planMany(database, declared)));
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
      what: `${grouped(count)} assets: a deployment that changes one in a hundred planned, against the deployed graph and ${keptNights} nights of steps read from ${engine}, and a run of all`,
      measured: `${grouped(planMs)} ms, ${Math.round((planMs * 1_000) / count)} µs an asset; ${grouped(bytes / count)} bytes of declaration an asset`,
      goal: goal(goals.planMs),
      met: met(planMs, goals.planMs),
      values: { planMs, bytes },
    },
  ];
}

async function ofPartitions(context: BenchContext, count: number): Promise<Figure> {
  const session = await openSession(await targetOf(context, `days_${count}`));
  try {
    const { ms, bytes } = await pagesOfMany(await livedMart(session, count), count);
    const [p50, most] = [median(ms), Math.max(...ms)];
    const isHeld = count === heldPartitions;
    return {
      id: `graph.partitions.${count}`,
      what: `One mart of ${grouped(count)} days in ${engineOf(context)}, built by a run, half of 10,000 windows failed in a backfill, more in others, some built again, every 97th day stale: a page of its partitions, as \`assets show --partitions\` reads it`,
      measured: `${p50.toFixed(1)} ms (p50 of ${ms.length} pages from first to last), ${most.toFixed(1)} ms at the most; ${grouped(bytes)} bytes a page`,
      goal: isHeld ? `under ${goals.pageMs} ms` : "–",
      met: isHeld ? most < goals.pageMs : undefined,
      values: { p50, most, bytes },
    };
  } finally {
    await session.close();
  }
}
