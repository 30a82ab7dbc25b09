import type { Database } from "../../core/ports/database.ts";
import { openDatabase } from "../../db/open-database.ts";
import type { BenchContext } from "../context.ts";
import { grouped, type Figure } from "../measurement.ts";
import { engineSizes, materialisations, type Sizes } from "./engine-growth.ts";
import { liveNights } from "./live-nights.ts";
import { nights } from "./nights.ts";
import { yearDeployment } from "./year-deployment.ts";

const most = 1_000;
/** Nights before the first sizes are taken: a table that is not empty has its pages. */
const before = 2;
/** The nights at the end of which growth is told by itself, as many as there are. */
const lastNights = 30;
/** Tables whose rows are never forgotten. */
const forGood = new Set(["load", "materialisation"]);

/** What the tables hold after some nights. */
type Held = { readonly sizes: Sizes; readonly made: number };
/** Bytes a materialisation by table, the largest first, and how many materialisations they are told of. */
type Grown = { readonly made: number; readonly each: readonly (readonly [table: string, bytes: number])[] };

/** Bytes that nights leave in our own tables, a materialisation, with the housekeeping of every night; and those of the last nights alone. */
export async function growth({ size, noPostgres, newDatabase, directory }: BenchContext): Promise<Figure> {
  const deployment = await yearDeployment(directory);
  const target = noPostgres === undefined ? { url: await newDatabase("year") } : { memory: true as const };
  const database = await openDatabase(target, deployment);
  const until = async (from: number, to: number): Promise<Held> => {
    await liveNights(database, deployment.graph.spec, { from, to });
    return { sizes: await engineSizes(database), made: await materialisations(database) };
  };
  try {
    await ready(database);
    const first = await until(0, before);
    const last = Math.min(lastNights, nights[size]);
    const late = before + nights[size] - last;
    const then = await until(before, late);
    const end = await until(late, late + last);
    return figure(nights[size], grown(first, end), { nights: last, ...grown(then, end) });
  } finally {
    await database.close();
  }
}

async function ready(database: Database): Promise<void> {
  await database.migrate();
  await database.setThrottle("default", { enabled: false });
  await database.setThrottle("merge", { enabled: false });
}

function grown(from: Held, to: Held): Grown {
  const made = to.made - from.made;
  const each = [...to.sizes].map(([table, bytes]) => [table, (bytes - (from.sizes.get(table) ?? 0)) / made] as const);
  return { made, each: each.toSorted(([, left], [, right]) => right - left) };
}

function figure(count: number, { made, each }: Grown, last: Grown & { readonly nights: number }): Figure {
  const bytes = sum(each);
  const shares = each.filter(([, share]) => share >= 1).map(([table, share]) => `${table} ${share.toFixed(0)}`);
  const stays = sum(last.each.filter(([table]) => forGood.has(table)));
  return {
    id: "year.growth",
    what: `Our own tables, with indexes, ${grouped(count)} nights with their housekeeping, ${grouped(made)} materialisations of 14 tables (a load of one part and slice each) and 8 marts, with the steps of three runs a day, re-readings, checks and evaluations, at the usual retention`,
    measured: `${grouped(bytes)} bytes a materialisation (${shares.join(", ")}); in the last ${last.nights} nights ${grouped(sum(last.each))}, of which ${grouped(stays)} stay for good: ${grouped((sum(last.each) * last.made) / last.nights)} bytes a night`,
    goal: `below ${grouped(most)}`,
    met: bytes < most,
    values: {
      bytes,
      lastNights: sum(last.each),
      bytesOfANight: (sum(last.each) * last.made) / last.nights,
      ...Object.fromEntries(each),
    },
  };
}

const sum = (each: Grown["each"]): number => each.reduce((all, [, bytes]) => all + bytes, 0);
