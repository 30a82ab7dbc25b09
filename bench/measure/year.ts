import type { Database } from "../../core/ports/database.ts";
import { openDatabase } from "../../db/open-database.ts";
import { sampleDeployment } from "../../test/contracts/sample-deployment.ts";
import type { WorkflowWorld } from "../../test/harness/workflow-world.ts";
import type { BenchContext } from "../context.ts";
import { grouped, type Figure, type Measurement } from "../measurement.ts";
import { benchWorld } from "../steps/bench-world.ts";
import { engineSizes, liveNights, materialisations } from "../year/engine-growth.ts";

const nights = { tiny: 3, small: 60, full: 365 };
const goals = { bytes: 1_000, events: 4_096 };
/** Nights before the first sizes are taken: a table that is not empty has its pages. */
const before = 2;

/** What a year of nights leaves behind: rows of our own tables, and histories of entities. */
export const year: Measurement = {
  about: "a year of nights: bytes of our own tables a materialisation, events of an entity's history",
  async run(context) {
    return [await growth(context), await histories(context)];
  },
};

async function growth({ size, noPostgres, newDatabase }: BenchContext): Promise<Figure> {
  const target = noPostgres === undefined ? { url: await newDatabase("year") } : { memory: true as const };
  const database: Database = await openDatabase(target, sampleDeployment);
  try {
    await database.migrate();
    await database.setThrottle("default", { enabled: false });
    await database.setThrottle("merge", { enabled: false });
    await liveNights(database, { from: 0, to: before });
    const [first, known] = [await engineSizes(database), await materialisations(database)];
    await liveNights(database, { from: before, to: before + nights[size] });
    const last = await engineSizes(database);
    const made = (await materialisations(database)) - known;
    const each = [...last].map(([table, bytes]) => ({ table, bytes: (bytes - (first.get(table) ?? 0)) / made }));
    return grown(
      { nights: nights[size], made },
      each.toSorted((left, right) => right.bytes - left.bytes),
    );
  } finally {
    await database.close();
  }
}

type Lived = { readonly nights: number; readonly made: number };

function grown(
  { nights: count, made }: Lived,
  each: readonly { readonly table: string; readonly bytes: number }[],
): Figure {
  const bytes = each.reduce((sum, table) => sum + table.bytes, 0);
  const shares = each.filter((table) => table.bytes >= 1).map((table) => `${table.table} ${table.bytes.toFixed(0)}`);
  const ofRuns = each
    .filter(({ table }) => table === "run" || table.startsWith("run_"))
    .reduce((sum, table) => sum + table.bytes, 0);
  return {
    id: "year.growth",
    what: `Our own tables, with indexes, ${grouped(count)} nights, ${grouped(made)} materialisations of 14 tables (a load of one part and slice each) and 8 marts, at the usual retention`,
    measured: `${grouped(bytes)} bytes a materialisation, of them ${grouped(ofRuns)} for runs and steps (${shares.join(", ")})`,
    goal: `below ${grouped(goals.bytes)}`,
    met: bytes < goals.bytes,
    values: { bytes, ...Object.fromEntries(each.map((table) => [table.table, table.bytes])) },
  };
}

async function histories({ size, directory }: BenchContext): Promise<Figure> {
  const { world, stop } = await benchWorld(directory);
  try {
    for (let night = 0; night < nights[size]; night++)
      await (await world.start(`run/nightly/${night}`, "orders or orders_daily")).result();
    const lengths = await lengthsOf(world, "asset/orders");
    const longest = Math.max(...lengths);
    return {
      id: "year.histories",
      what: `The longest history of a table's entity, ${grouped(nights[size])} nights, before it starts again with an empty one`,
      measured: `${grouped(longest)} events, ${lengths.length} histories`,
      goal: `below ${grouped(goals.events)}, where the server asks for a new one`,
      met: longest < goals.events,
      values: { longest, histories: lengths.length },
    };
  } finally {
    await stop();
  }
}

/** Events of each history of a workflow, the running one's too. */
async function lengthsOf({ client }: WorkflowWorld, id: string): Promise<readonly number[]> {
  const lengths = [(await client.workflow.getHandle(id).describe()).historyLength];
  for await (const { historyLength, status } of client.workflow.list({ query: `WorkflowId = "${id}"` }))
    if (status.name !== "RUNNING") lengths.push(historyLength);
  return lengths;
}
