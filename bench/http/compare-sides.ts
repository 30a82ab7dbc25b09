import { grouped, notMeasured, type Figure } from "../measurement.ts";
import { unsound } from "../unsound.ts";
import { askFor, type Answers, type Asked } from "./ask.ts";
import type { Match, MatchGoal, Sides } from "./matches.ts";
import type { Served } from "./processes.ts";
import { pathOf, rivalOwnName, rivalPathOf, type BenchQuestion } from "./questions.ts";
import { requireSameAnswers, rowsOf } from "./same-answers.ts";

/** One match over one question: ours beside the rival on the tables and, where nothing is kept, beside the rival on our own statement, which has no goal. */
export async function compareSides(sides: Sides, match: Match, question: BenchQuestion): Promise<readonly Figure[]> {
  const { rival } = sides;
  const id = `http.${match.id}.${question.kpi}`;
  const what = `${question.what}, ${match.said}`;
  const { connections } = match;
  const figure = { id, what: `${what}, ${connections} connections`, goal: goalText(match.goal) };
  if (rival === undefined) return [notMeasured(figure, "FastAPI could not be installed")];
  await requireSame(sides, rival, match, question);
  const asking = (name: string) => (at: number) => ({ path: rivalPathOf(name, match.daysOf(at)), headers: {} });
  const how = { connections, seconds: sides.seconds };
  const theirs = await ask(rival, how, asking(question.kpi));
  const ours = await ask(match.side(sides), how, (at) => ({
    path: pathOf(question, match.daysOf(at)),
    headers: sides.headers,
  }));
  const beside = { ...figure, ...besides(ours, theirs), met: isMet(match.goal, ours, theirs) };
  if (match.goal === undefined) return [beside];
  const own = {
    id: `${id}.own`,
    what: `${what}, FastAPI by our statement on the marts, ${connections} connections`,
    goal: "–",
  };
  const theirsByOurs = await ask(rival, how, asking(rivalOwnName(question.kpi)));
  return [beside, { ...own, ...besides(ours, theirsByOurs), met: undefined }];
}

/** What a server does when it is asked for some seconds. Throws `bench.unsound` when it answers anything but `status`. */
export async function ask(
  { url }: Served,
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
  next: (at: number) => Asked,
  status = 200,
): Promise<Answers> {
  await askFor(url, { connections: 1, seconds: seconds / 10 }, next);
  const answers = await askFor(url, { connections, seconds }, next);
  if (answers.statuses.size !== 1 || !answers.statuses.has(status))
    throw unsound(`${url} answered ${JSON.stringify([...answers.statuses])}`);
  return answers;
}

async function requireSame(sides: Sides, rival: Served, match: Match, question: BenchQuestion): Promise<void> {
  const days = match.daysOf(0);
  const ours = await rowsOf(`${match.side(sides).url}${pathOf(question, days)}`, sides.headers);
  const theirs = await rowsOf(`${rival.url}${rivalPathOf(question.kpi, days)}`);
  requireSameAnswers(`${question.what}, ${match.said}`, ours, theirs);
}

const besides = (ours: Answers, theirs: Answers): Pick<Figure, "measured" | "values"> => ({
  measured: `${grouped(ours.perSecond)} requests/s, p99 ${ours.p99.toFixed(1)} ms; FastAPI ${theirs.perSecond.toFixed(1)}, ${theirs.p99.toFixed(1)} ms: ${(ours.perSecond / theirs.perSecond).toFixed(1)} times`,
  values: {
    perSecond: ours.perSecond,
    p99: ours.p99,
    rivalPerSecond: theirs.perSecond,
    rivalP99: theirs.p99,
    times: ours.perSecond / theirs.perSecond,
  },
});

const isMet = (goal: MatchGoal | undefined, ours: Answers, theirs: Answers): boolean | undefined =>
  goal &&
  ours.perSecond / theirs.perSecond >= goal.times &&
  (goal.p99 === undefined || ours.p99 / theirs.p99 <= goal.p99);

const goalText = (goal: MatchGoal | undefined): string =>
  goal === undefined
    ? "–"
    : `at least ${goal.times} times the requests/s${goal.p99 === undefined ? "" : ", p99 at most a third"}`;
