import { expect, test } from "vitest";
import type { CardSpec, ChartSpec, Dashboards } from "../../core/spec/dashboard.ts";
import { deployment } from "../../assets/index.ts";
import { dashboard, dashboardProblems } from "./dashboard.ts";

const words = { en: "A", fr: "B" };
const card: CardSpec = { key: "sales", kpi: "revenue", title: words, measure: { sum: "gross" }, unit: "money" };
const chart: ChartSpec = {
  key: "line",
  kpi: "revenue",
  title: words,
  draw: "line",
  columns: [{ name: "period", unit: "period", title: words }],
  value: "gross",
};
const page = (over: Partial<Parameters<typeof dashboard>[1]> = {}, key = "sales") =>
  dashboard(key, { title: words, intro: words, cards: [card], charts: [chart], ...over });
const problems = (dashboards: Dashboards): readonly string[] => dashboardProblems(dashboards, deployment.kpis);

test("a dashboard of declared KPIs has no problem, those of the deployment neither", () => {
  expect(problems({ pages: [page()] })).toEqual([]);
  expect(problems(deployment.dashboards)).toEqual([]);
});

test.each<[string, Dashboards]>([
  ['Dashboard sales, sales: there is no KPI "income".', { pages: [page({ cards: [{ ...card, kpi: "income" }] })] }],
  [
    'Dashboard sales, sales: "revenue" has no column "brutto".',
    { pages: [page({ cards: [{ ...card, measure: { part: "gross", of: "brutto" } }] })] },
  ],
  [
    'Dashboard sales, line: "revenue" has no column "sum".',
    { pages: [page({ charts: [{ ...chart, value: "sum" }] })] },
  ],
  [
    'Dashboard sales, line: "revenue" has no parameter "by".',
    { pages: [page({ charts: [{ ...chart, values: { by: "site" } }] })] },
  ],
  [
    'Dashboard sales, line: "revenue" has no "hour" among the words of `grain`.',
    { pages: [page({ charts: [{ ...chart, values: { grain: "hour" } }] })] },
  ],
  [
    'Dashboard sales, sales: the KPI "top-clients" shows single people: no dashboard may.',
    { pages: [page({ cards: [{ ...card, kpi: "top-clients", measure: { sum: "net" } }] })] },
  ],
  ['Two dashboards are called "sales": give each a key of its own.', { pages: [page(), page()] }],
  ['No dashboard can be called "Sales".', { pages: [page({}, "Sales")] }],
  ['Dashboard sales: two of its parts are called "sales".', { pages: [page({ cards: [card, card] })] }],
  [
    "Dashboard sales: it is about one site, and `sites` of the dashboards names no KPI that lists them.",
    { pages: [page({ oneSite: true })] },
  ],
  [
    'Sites of the dashboards: there is no KPI "bases".',
    { pages: [], sites: { kpi: "bases", number: "site", name: "name", title: words } },
  ],
])("%s", (problem, dashboards) => {
  expect(problems(dashboards)).toEqual([problem]);
});
