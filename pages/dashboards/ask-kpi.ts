import { isOver, lastOver, type Span } from "../../api/calendar-span.ts";
import { addDays, comparedRange, type Comparison } from "../../api/compare.ts";
import type { ApiDeps } from "../../api/deps.ts";
import { completeBefore, completeness, lateAssets, mirrorsBehind } from "../../api/freshness.ts";
import { answerQuestion, etagOf, type Answer, type AnswerRow } from "../../api/kpi-answer.ts";
import type { SaidFreshness } from "../../api/say-freshness.ts";
import { toQuestion, type Asking, type Question } from "../../api/kpi-question.ts";
import type { AssetMirror } from "../../core/ports/database.ts";
import type { KpiQuestion } from "../../core/spec/dashboard.ts";
import { isPeopleTable, mostRows, valueOf, type DeclaredKpi } from "../../db/declare/kpi.ts";
import type { Grain } from "../../db/declare/query.ts";
import { fittingGrain, mostlyWithin, type Period } from "./period.ts";

/** Whom and when a page is about. */
export type About = { readonly period: Period; readonly site: number | undefined };

/** What a KPI answered a page. */
export type Told = SaidFreshness & {
  readonly kpi: DeclaredKpi;
  readonly question: Question;
  readonly rows: readonly AnswerRow[];
  /** Rows of the time a year before; undefined when they were not asked for. */
  readonly before: readonly AnswerRow[] | undefined;
  readonly grain: Grain;
  readonly suppressed: number;
  /** More rows than one page of the API holds. */
  readonly isCut: boolean;
};

/** Asks one page's KPIs, as the API does. The state of assets is read once for all of them; undefined where one was never built, or nothing of people is over. */
export type Ask = (question: KpiQuestion, about: About, compare?: Comparison) => Promise<Told | undefined>;

/** No KPI of a page shows people, so no alias is ever made for it. */
const consumer = "pages";
/** Those of some eighty pages. */
const mostKept = 1_000;

/** Answers are kept by all that they depend on, so that a page costs statements only when something changed. */
export function createAsk(deps: ApiDeps): () => Ask {
  const kept = new Map<string, Promise<Answer>>();
  const answer = (kpi: DeclaredKpi, mirrors: readonly AssetMirror[], question: Question) => {
    const key = `${kpi.spec.key} ${etagOf(deps, kpi, mirrors, question, consumer)}`;
    const known = kept.get(key) ?? answerQuestion(deps, kpi, question, consumer);
    known.catch(() => kept.delete(key));
    kept.delete(key);
    kept.set(key, known);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return known;
  };
  return () => {
    const look = { deployed: deps.deployed, database: oneLook(deps) };
    return async (asked, about, compare) => {
      const kpi = deps.deployed.kpis.find(({ spec }) => spec.key === asked.kpi);
      if (kpi === undefined) return undefined;
      const mirrors = await mirrorsBehind(look, kpi);
      if (mirrors === undefined) return undefined;
      const question = questionOf({ ...deps, complete: completeBefore(deps, mirrors) }, kpi, asked, about);
      if (question === undefined) return undefined;
      const grain = grainOf(valueOf(kpi, question.values, kpi.compared?.period ?? "grain"));
      const then = compare && { ...question, range: comparedRange(question.range, compare, grain) };
      const [now, before] = await Promise.all([answer(kpi, mirrors, question), then && answer(kpi, mirrors, then)]);
      return {
        kpi,
        question,
        rows: now.data,
        before: before?.data,
        grain,
        suppressed: now.suppressed,
        isCut: now.next !== null,
        ...completeness(deps, mirrors),
        late: lateAssets(deps, mirrors),
      };
    };
  };
}

/** The state of assets, read once. */
function oneLook({ database }: ApiDeps): Pick<ApiDeps["database"], "mirrors"> {
  let looked: ReturnType<typeof database.mirrors> | undefined;
  return { mirrors: () => (looked ??= database.mirrors()) };
}

/** The question to a KPI: seasons where it is about seasons, one month or year where it is about people, else the page's period. */
function questionOf(
  deps: Asking,
  kpi: DeclaredKpi,
  { values = {} }: KpiQuestion,
  { period, site }: About,
): Question | undefined {
  const grain = kpi.params["grain"]?.values.includes("day") === true ? { grain: fittingGrain(period) } : {};
  const own = isPeopleTable(kpi, values)
    ? peopleSpan(period, deps.deployed.suppression.span, deps.complete)
    : { from: period.from, to: addDays(period.until, 1) };
  if (own === undefined) return undefined;
  const range = kpi.seasonsByDefault === undefined ? own : { to: own.to };
  return toQuestion(deps, kpi, { ...grain, ...values, ...range, site, limit: mostRows }, "json");
}

/** The month, or year, that a period is mostly of; the last one that is over where that one is not; undefined where none is known to be. */
function peopleSpan(period: Period, span: Span, complete: string | undefined) {
  if (complete === undefined) return undefined;
  const mostly = mostlyWithin(period, span);
  const asked = { from: mostly.from, to: addDays(mostly.until, 1) };
  return isOver(asked, complete) ? asked : lastOver(complete, span);
}

const grainOf = (text: string): Grain =>
  text === "month" || text === "week" || text === "season" || text === "year" ? text : "day";
