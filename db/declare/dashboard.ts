import { isName } from "../../core/graph/column-problems.ts";
import type { CardSpec, ChartSpec, DashboardSpec, Dashboards, KpiQuestion } from "../../core/spec/dashboard.ts";
import type { DeclaredKpi } from "./kpi.ts";

/**
 * Declare a page for managers: numbers and drawings of KPIs, named by key, with texts in both languages. `defineGraph`
 * refuses one whose KPI, column or parameter is not declared.
 */
export const dashboard = (key: string, options: Omit<DashboardSpec, "key">): DashboardSpec => ({ key, ...options });

/** What is wrong with some dashboards, a sentence each. */
export function dashboardProblems({ pages, sites }: Dashboards, kpis: readonly DeclaredKpi[]): readonly string[] {
  const keys = pages.map(({ key }) => key);
  const named = pages.flatMap((page, at) => [
    ...(isName(page.key.replaceAll("-", "_")) ? [] : [`No dashboard can be called "${page.key}".`]),
    ...(keys.indexOf(page.key) === at ? [] : [`Two dashboards are called "${page.key}": give each a key of its own.`]),
    ...repeated([...page.cards, ...page.charts].map(({ key }) => key)).map(
      (key) => `Dashboard ${page.key}: two of its parts are called "${key}".`,
    ),
    ...(page.oneSite === undefined || sites !== undefined
      ? []
      : [`Dashboard ${page.key}: it is about one site, and \`sites\` of the dashboards names no KPI that lists them.`]),
  ]);
  const asked = pages.flatMap((page) =>
    [...page.cards, ...page.charts].flatMap((part) =>
      partProblems(part, kpis, columnsOf(part)).map((problem) => `Dashboard ${page.key}, ${part.key}: ${problem}`),
    ),
  );
  const listed = sites === undefined ? [] : partProblems(sites, kpis, [sites.number, sites.name]);
  return [...named, ...asked, ...listed.map((problem) => `Sites of the dashboards: ${problem}`)];
}

const repeated = (keys: readonly string[]): readonly string[] => keys.filter((key, at) => keys.indexOf(key) !== at);

function columnsOf(part: CardSpec | ChartSpec): readonly string[] {
  if ("draw" in part) return [part.value, ...part.columns.map(({ name }) => name)];
  return "sum" in part.measure ? [part.measure.sum] : [part.measure.part, part.measure.of];
}

function partProblems(
  { kpi: key, values = {} }: KpiQuestion,
  kpis: readonly DeclaredKpi[],
  columns: readonly string[],
): readonly string[] {
  const kpi = kpis.find(({ spec }) => spec.key === key);
  if (kpi === undefined) return [`there is no KPI "${key}".`];
  const shown = new Set(kpi.columns.map(({ name }) => name));
  return [
    ...(kpi.individual ? [`the KPI "${key}" shows single people: no dashboard may.`] : []),
    ...[...new Set(columns)].filter((name) => !shown.has(name)).map((name) => `"${key}" has no column "${name}".`),
    ...Object.entries(values).flatMap(([name, value]) => {
      const param = kpi.params[name];
      if (param === undefined) return [`"${key}" has no parameter "${name}".`];
      return param.kind === "number" || param.values.includes(value)
        ? []
        : [`"${key}" has no "${value}" among the words of \`${name}\`.`];
    }),
  ];
}
