import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deployment } from "../../assets/index.ts";
import type { Database } from "../../core/ports/database.ts";
import { openDatabase } from "../../db/open-database.ts";
import { materialise } from "../../test/harness/api.ts";
import type { BenchContext } from "../context.ts";
import { askFor, type Answers, type Asked } from "../http/ask.ts";
import { callerOf } from "../http/caller-of.ts";
import { history, storeSales } from "../http/made-sales.ts";
import { pageFigures } from "../http/pages.ts";
import { startRival, startServer, type Served } from "../http/processes.ts";
import { rawStatements } from "../http/raw-statements.ts";
import {
  everything,
  lastWeek,
  pathOf,
  questions,
  rivalPathOf,
  someWeek,
  type BenchQuestion,
  type Days,
} from "../http/questions.ts";
import { grouped, notMeasured, type Figure, type Measurement } from "../measurement.ts";
import { unsound } from "../unsound.ts";

const volumes = {
  tiny: { bookings: 10_000, seconds: 0.5 },
  small: { bookings: 100_000, seconds: 2 },
  full: { bookings: 1_000_000, seconds: 5 },
};
const connections = 16;
const most304 = 20_000;

/** Two sides on one database: ours that keeps answers, ours that keeps none, and the rival where it can be installed. */
type Sides = {
  readonly kept: Served;
  readonly asking: Served;
  readonly rival: Served | undefined;
  readonly headers: Record<string, string>;
  readonly seconds: number;
};
/** What is asked of both, and the goal where there is one. */
type Match = {
  readonly id: string;
  readonly said: string;
  readonly daysOf: (at: number) => Days;
  readonly side: (sides: Sides) => Served;
  readonly goal?: { readonly times: number; readonly p99?: number };
};
const matches: readonly Match[] = [
  {
    id: "week",
    said: "the last week, asked again",
    daysOf: () => lastWeek,
    side: ({ kept }) => kept,
    goal: { times: 5, p99: 1 / 3 },
  },
  {
    id: "weeks",
    said: "one week of many, no answer kept",
    daysOf: someWeek,
    side: ({ asking }) => asking,
    goal: { times: 5, p99: 1 / 3 },
  },
  {
    id: "all",
    said: "the whole history, asked again",
    daysOf: () => everything,
    side: ({ kept }) => kept,
    goal: { times: 100 },
  },
  {
    id: "history",
    said: "the whole history, no answer kept",
    daysOf: () => everything,
    side: ({ asking }) => asking,
    goal: { times: 100 },
  },
];

/** The API, which answers from marts, beside FastAPI and SQLAlchemy, which answer the same from the tables, on the same PostgreSQL; 304s beside Node's own server; pages. */
export const http: Measurement = {
  about: "KPIs over HTTP beside FastAPI + SQLAlchemy on the same PostgreSQL, 304s beside Node's own server, pages",
  async run(context) {
    if (context.noPostgres !== undefined)
      return [notMeasured({ id: "http", what: "KPIs over HTTP", goal: "–" }, context.noPostgres)];
    const { bookings, seconds } = volumes[context.size];
    const url = await context.newDatabase("http");
    const database = await openDatabase({ url }, deployment);
    await storeSales(database, bookings);
    const headers = await callerOf(database);
    try {
      return await measured(context, url, { headers, seconds, database });
    } finally {
      await database.close();
    }
  },
};

async function measured(
  context: BenchContext,
  url: string,
  { database, ...how }: Pick<Sides, "headers" | "seconds"> & { readonly database: Database },
): Promise<readonly Figure[]> {
  const key = randomBytes(32);
  const file = join(context.directory, "statements.json");
  await writeFile(file, JSON.stringify(rawStatements));
  const kept = await startServer("serve.ts", [url, "kept", key.toString("hex")]);
  const asking = await startServer("serve.ts", [url, "nothing", key.toString("hex")]);
  const bare = await startServer("bare.ts", []);
  const rival = await startRival({ DATABASE: url.replace("postgres:", "postgresql+asyncpg:"), STATEMENTS: file });
  try {
    const sides = { ...how, kept, asking, rival };
    const figures: Figure[] = [...(await pageFigures({ url: kept.url, key, change: changing(database) }))];
    for (const match of matches) for (const question of questions) figures.push(await compared(sides, match, question));
    return [...figures, await unchanged(sides, bare)];
  } finally {
    for (const server of [kept, asking, bare, rival]) await server?.stop();
  }
}

/** Every asset is materialised again, a minute later each time. */
function changing(database: Database): () => Promise<void> {
  let minutes = 0;
  return () => materialise(database, new Date(Date.parse(history.seenAt) + ++minutes * 60_000).toISOString());
}

async function compared(sides: Sides, match: Match, question: BenchQuestion): Promise<Figure> {
  const { daysOf, goal } = match;
  const what = `${question.what}, ${match.said}, ${connections} connections`;
  const said =
    goal === undefined
      ? "–"
      : `at least ${goal.times} times the requests/s${goal.p99 === undefined ? "" : ", p99 at most a third"}`;
  const figure = { id: `http.${match.id}.${question.kpi}`, what, goal: said };
  if (sides.rival === undefined) return notMeasured(figure, "FastAPI could not be installed");
  const theirs = await ask(sides, sides.rival, (at) => ({ path: rivalPathOf(question, daysOf(at)), headers: {} }));
  const ours = await ask(sides, match.side(sides), (at) => ({
    path: pathOf(question, daysOf(at)),
    headers: sides.headers,
  }));
  const [times, share] = [ours.perSecond / theirs.perSecond, ours.p99 / theirs.p99];
  return {
    ...figure,
    measured: `${grouped(ours.perSecond)} requests/s, p99 ${ours.p99.toFixed(1)} ms; FastAPI ${theirs.perSecond.toFixed(1)}, ${theirs.p99.toFixed(1)} ms: ${times.toFixed(1)} times`,
    met: goal === undefined ? undefined : times >= goal.times && share <= (goal.p99 ?? Infinity),
    values: { perSecond: ours.perSecond, p99: ours.p99, rivalPerSecond: theirs.perSecond, rivalP99: theirs.p99, times },
  };
}

async function ask({ seconds }: Sides, { url }: Served, next: (at: number) => Asked, status = 200): Promise<Answers> {
  await askFor(url, { connections: 1, seconds: seconds / 10 }, next);
  const answers = await askFor(url, { connections, seconds }, next);
  if (answers.statuses.size !== 1 || !answers.statuses.has(status))
    throw unsound(`${url} answered ${JSON.stringify([...answers.statuses])}`);
  return answers;
}

async function unchanged(sides: Sides, bare: Served): Promise<Figure> {
  const [question] = questions;
  if (question === undefined) throw unsound("nothing is asked");
  const path = pathOf(question, lastWeek);
  const etag = (await fetch(`${sides.kept.url}${path}`, { headers: sides.headers })).headers.get("etag") ?? "";
  const next = (): Asked => ({ path, headers: { ...sides.headers, "If-None-Match": etag } });
  const node = await ask(sides, bare, next, 304);
  const ours = await ask(sides, sides.kept, next, 304);
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
