import type { DialectName } from "../../core/ports/database.ts";
import { checkTrend, lastChecks } from "./check-reads.ts";
import type { DeployedGraph } from "./graph.ts";
import { isPeopleTable, type DeclaredKpi, type Values } from "./kpi.ts";
import { failedPartitions, partitionRows, partitionSpan, stalePartitions } from "./partition-reads.ts";
import { duePage } from "../../core/register/retention.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { indexedValues } from "./indexed-values.ts";
import { mergedRecords } from "./merged-records.ts";
import { personMisfits } from "./person-misfits.ts";
import { personRows, personSealed } from "./person-rows.ts";
import { quarantineCounts, recentLoads } from "./load-reads.ts";
import { landedSizes, lastBuilds, refusedLoads, storedCounts, storedRows, storedTables } from "./operator-reads.ts";
import { assetControls, failedSteps, openIncidents } from "./standing-reads.ts";

type Named = { readonly name: string; readonly text: string };

/** Any question: texts do not depend on its values, but on whether one site is asked for, and on the words of parameters. */
const range = { from: "2026-01-01", to: "2026-02-01" };
const page = { most: 10 };

/** The statements that answer KPIs and operators: each word of each KPI parameter, all sites and one, whole, first page and next page. */
export const answerStatements = (deployed: DeployedGraph, dialect: DialectName): readonly Named[] => [
  ...deployed.kpis.flatMap((kpi) => ofKpi(kpi, dialect)),
  ...(deployed.siteCount === undefined ? [] : [{ name: "read/site", text: deployed.siteCount(1)[dialect].text }]),
  { name: "read/stored", text: storedCounts(deployed.graph.assets)[dialect].text },
  { name: "read/checks", text: lastChecks[dialect].text },
  { name: "read/checks/trend", text: checkTrend("")[dialect].text },
  { name: "read/controls", text: assetControls[dialect].text },
  { name: "read/incidents", text: openIncidents[dialect].text },
  { name: "read/failed-steps", text: failedSteps[dialect].text },
  { name: "read/refused", text: refusedLoads[dialect].text },
  { name: "read/landed-sizes", text: landedSizes[dialect].text },
  { name: "read/quarantine", text: quarantineCounts[dialect].text },
  { name: "read/quarantine/person", text: personMisfits("")[dialect].text },
  { name: "read/recent-loads", text: recentLoads("")[dialect].text },
  { name: "read/stored-tables", text: storedTables[dialect].text },
  { name: "read/failed-days", text: failedPartitions({ key: "" })[dialect].text },
  ...(deployed.graph.spec.marts.length === 0
    ? []
    : [{ name: "read/last-builds", text: lastBuilds(deployed.graph.spec.marts.map(({ key }) => key))[dialect].text }]),
  ...deployed.graph.spec.marts.flatMap((mart) => [
    { name: `read/${mart.key}/days`, text: partitionSpan(mart)[dialect].text },
    { name: `read/${mart.key}/page`, text: partitionRows(mart, { from: range.from, to: range.to })[dialect].text },
    { name: `read/${mart.key}/stale`, text: stalePartitions(mart, { from: range.from, to: range.to })[dialect].text },
  ]),
  ...deployed.retentions.flatMap(({ spec, counts, due }) => [
    { name: `retention/${spec.subject}/counts`, text: counts(range.from)[dialect].text },
    { name: `retention/${spec.subject}/due`, text: due(range.from, "", duePage)[dialect].text },
  ]),
  ...deployed.graph.spec.tables.map((table) => ({
    name: `read/${table.key}`,
    text: storedRows(table)[dialect].text,
  })),
  ...deployed.graph.spec.tables.flatMap((table) => ofPerson(table, dialect)),
];

function ofPerson(table: TableSpec, dialect: DialectName): readonly Named[] {
  const [open, sealed, indexed] = [personRows(table, ""), personSealed(table, ""), indexedValues(table, [])];
  const merged = mergedRecords(table, []);
  return [
    ...(open === undefined ? [] : [{ name: `read/${table.key}/person`, text: open[dialect].text }]),
    ...(sealed === undefined ? [] : [{ name: `read/${table.key}/person/sealed`, text: sealed[dialect].text }]),
    ...(indexed === undefined ? [] : [{ name: `read/${table.key}/indexed`, text: indexed[dialect].text }]),
    ...(merged === undefined ? [] : [{ name: `read/${table.key}/merged`, text: merged[dialect].text }]),
  ];
}

function ofKpi(kpi: DeclaredKpi, dialect: DialectName): readonly Named[] {
  const after = kpi.order.map(() => "");
  const pages = { whole: undefined, first: { ...page, after: undefined }, next: { ...page, after } };
  const nameOf = (values: Values, ...parts: readonly string[]) =>
    [`kpi/${kpi.spec.key}`, ...Object.values(values), ...parts].join("/");
  return wordsOf(kpi).flatMap((values) => [
    ...[undefined, 1].flatMap((site) =>
      Object.entries(pages).map(([part, asked]) => ({
        name: nameOf(values, site === undefined ? "all" : "site", part),
        text: kpi.statement({ ...range, site }, values, asked)[dialect].text,
      })),
    ),
    ...(kpi.eachBase === undefined || !isPeopleTable(kpi, values)
      ? []
      : [{ name: nameOf(values, "each"), text: kpi.eachBase(range, values)[dialect].text }]),
  ]);
}

/** Each word of each parameter once, the others at their default. */
const wordsOf = (kpi: DeclaredKpi): readonly Values[] => {
  const defaults = Object.fromEntries(Object.entries(kpi.params).map(([name, param]) => [name, param.byDefault]));
  const words = Object.entries(kpi.params).flatMap(([name, param]) =>
    param.values.map((value) => ({ ...defaults, [name]: value })),
  );
  return words.length === 0 ? [{}] : [...new Map(words.map((values) => [JSON.stringify(values), values])).values()];
};
