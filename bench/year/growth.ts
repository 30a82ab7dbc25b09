import type { Database } from "../../core/ports/database.ts";
import { openDatabase } from "../../db/open-database.ts";
import type { BenchContext } from "../context.ts";
import { grouped, type Figure } from "../measurement.ts";
import { engineSizes, materialisations } from "./engine-growth.ts";
import { liveNights } from "./live-nights.ts";
import { nights } from "./nights.ts";
import { yearDeployment } from "./year-deployment.ts";

const most = 1_000;
/** Nights before the first sizes are taken: a table that is not empty has its pages. */
const before = 2;

/** Bytes that nights leave in our own tables, a materialisation. */
export async function growth({ size, noPostgres, newDatabase, directory }: BenchContext): Promise<Figure> {
  const deployment = await yearDeployment(directory);
  const { spec } = deployment.graph;
  const target = noPostgres === undefined ? { url: await newDatabase("year") } : { memory: true as const };
  const database: Database = await openDatabase(target, deployment);
  try {
    await database.migrate();
    await database.setThrottle("default", { enabled: false });
    await database.setThrottle("merge", { enabled: false });
    await liveNights(database, spec, { from: 0, to: before });
    const [first, known] = [await engineSizes(database), await materialisations(database)];
    await liveNights(database, spec, { from: before, to: before + nights[size] });
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
    what: `Our own tables, with indexes, ${grouped(count)} nights, ${grouped(made)} materialisations of 14 tables (a load of one part and slice each) and 8 marts, with the steps of three runs a day, re-readings, checks and evaluations, at the usual retention`,
    measured: `${grouped(bytes)} bytes a materialisation, of them ${grouped(ofRuns)} for runs and steps (${shares.join(", ")})`,
    goal: `below ${grouped(most)}`,
    met: bytes < most,
    values: { bytes, ...Object.fromEntries(each.map((table) => [table.table, table.bytes])) },
  };
}
