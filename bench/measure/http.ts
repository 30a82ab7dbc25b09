import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deployment } from "../../assets/index.ts";
import { openDatabase } from "../../db/open-database.ts";
import type { BenchContext } from "../context.ts";
import type { Asked } from "../http/ask.ts";
import { callerOf } from "../http/caller-of.ts";
import { ask, compareSides } from "../http/compare-sides.ts";
import { storeSales } from "../http/made-sales.ts";
import { matches, type Sides } from "../http/matches.ts";
import { ownStatements } from "../http/own-statements.ts";
import { startRival, startServer, type Served } from "../http/processes.ts";
import { rawStatements } from "../http/raw-statements.ts";
import { lastWeek, pathOf, questions } from "../http/questions.ts";
import { grouped, notMeasured, type Figure, type Measurement } from "../measurement.ts";
import { unsound } from "../unsound.ts";

/** Bookings, and seconds of asking. */
const volumes = {
  tiny: { bookings: 10_000, seconds: 0.5 },
  small: { bookings: 100_000, seconds: 2 },
  full: { bookings: 1_000_000, seconds: 5 },
};
const most304 = 20_000;

/** The API, which answers from marts, beside FastAPI and SQLAlchemy, which answer the same from the tables, on the same PostgreSQL; 304s beside Node's own server. */
export const http: Measurement = {
  about: "KPIs over HTTP beside FastAPI + SQLAlchemy on the same PostgreSQL, 304s beside Node's own server",
  async run(context) {
    if (context.noPostgres !== undefined)
      return [notMeasured({ id: "http", what: "KPIs over HTTP", goal: "–" }, context.noPostgres)];
    const { bookings, seconds } = volumes[context.size];
    const url = await context.newDatabase("http");
    const database = await openDatabase({ url }, deployment);
    await storeSales(database, bookings);
    const headers = await callerOf(database);
    try {
      return await measured(context, url, { headers, seconds });
    } finally {
      await database.close();
    }
  },
};

async function measured(
  context: BenchContext,
  url: string,
  how: Pick<Sides, "headers" | "seconds">,
): Promise<readonly Figure[]> {
  const file = join(context.directory, "statements.json");
  await writeFile(file, JSON.stringify({ ...rawStatements, ...ownStatements() }));
  const kept = await startServer("serve.ts", [url, "kept"]);
  const asking = await startServer("serve.ts", [url, "nothing"]);
  const bare = await startServer("bare.ts", []);
  const rival = await startRival({ DATABASE: url.replace("postgres:", "postgresql+asyncpg:"), STATEMENTS: file });
  try {
    const sides = { ...how, kept, asking, rival };
    const figures: Figure[] = [];
    for (const match of matches)
      for (const question of questions) figures.push(...(await compareSides(sides, match, question)));
    return [...figures, await unchanged(sides, bare)];
  } finally {
    for (const server of [kept, asking, bare, rival]) await server?.stop();
  }
}

async function unchanged(sides: Sides, bare: Served): Promise<Figure> {
  const [question] = questions;
  if (question === undefined) throw unsound("nothing is asked");
  const path = pathOf(question, lastWeek);
  const etag = (await fetch(`${sides.kept.url}${path}`, { headers: sides.headers })).headers.get("etag") ?? "";
  const next = (): Asked => ({ path, headers: { ...sides.headers, "If-None-Match": etag } });
  const how = { connections: 16, seconds: sides.seconds };
  const node = await ask(bare, how, next, 304);
  const ours = await ask(sides.kept, how, next, 304);
  const share = ours.perSecond / node.perSecond;
  return {
    id: "http.unchanged",
    what: "304s of one process",
    measured: `${grouped(ours.perSecond)}/s, p99 ${ours.p99.toFixed(1)} ms; Node's own server ${grouped(node.perSecond)}/s: ${(share * 100).toFixed(0)} %`,
    goal: "at least 20,000/s, or as many as Node's own server gives",
    met: ours.perSecond >= Math.min(most304, node.perSecond),
    values: { perSecond: ours.perSecond, nodePerSecond: node.perSecond, share },
  };
}
