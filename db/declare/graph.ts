import { assetGraph, type AssetGraph } from "../../core/graph/asset-graph.ts";
import { definitionError } from "../../core/graph/definition-error.ts";
import type { ApiRecord } from "../../core/landed-row.ts";
import type { InDialects, Statement } from "../../core/ports/database.ts";
import type { Lookup } from "../../core/ports/sealer.ts";
import type { JobSpec, MartSpec, TableSpec } from "../../core/spec/asset.ts";
import type { Dashboards } from "../../core/spec/dashboard.ts";
import type { Retention } from "../../core/register/retention.ts";
import type { SourceSpec } from "../../core/spec/read.ts";
import type { RegisterSpec } from "../../core/spec/register.ts";
import type { RevealPurpose } from "../../core/spec/reveal.ts";
import type { SensorDeclaration } from "../../core/spec/sensor.ts";
import { isRuled } from "../../core/graph/rule-problems.ts";
import { dashboardProblems } from "./dashboard.ts";
import { revealProblems } from "./reveal.ts";
import { sensorProblems } from "./sensor.ts";
import type { DeclaredKpi } from "./kpi.ts";
import type { CheckText, CheckTexts } from "./check-text.ts";
import { retentionReads } from "./retention-reads.ts";
import { siteCount, type SitesTable } from "./site-reads.ts";

/** Builds a lookup from all landed rows of a reference table. */
export type LookupBuilder = (rows: Iterable<ApiRecord>) => Lookup;

/** What a deployment hands over: its declarations by kind. */
export type Deployment = {
  /** IANA zone of business days. */
  readonly zone: string;
  readonly sources: readonly { readonly spec: SourceSpec }[];
  readonly tables: readonly { readonly spec: TableSpec; readonly checks: readonly CheckText[] }[];
  readonly marts: readonly {
    readonly spec: MartSpec;
    readonly text: InDialects<string>;
    readonly checks: readonly CheckText[];
  }[];
  readonly kpis: readonly DeclaredKpi[];
  readonly jobs: readonly JobSpec[];
  /** Purposes and retention of personal data. */
  readonly register?: RegisterSpec;
  /** What is looked at every so often, and starts runs. */
  readonly sensors?: readonly SensorDeclaration[];
  /** What sealed fields may be opened for; without any, nothing is revealed. */
  readonly reveals?: readonly RevealPurpose[];
  /** The table whose key the KPIs' parameter `site` names; without it any number is taken. */
  readonly sites?: SitesTable;
  /** Small cells of tables of people. Default: 11 people, 85 %, of a month. */
  readonly suppression?: Partial<Suppression>;
  /** How sealing looks values up in a reference table, by table key. */
  readonly lookups?: { readonly [table: string]: LookupBuilder };
  /** Pages for managers, of the KPIs declared here. */
  readonly dashboards?: Dashboards;
  /** Folder of generated migrations, one sub-folder a dialect. */
  readonly migrations: URL;
};

/**
 * When a cell of a table of people is hidden: fewer than `people` distinct ones (5 is the least that may be set), or one
 * of them above the share `dominance` of the amount. Tables are of one calendar `span` each: months less months, or a
 * year less its months, would give hidden ones.
 */
export type Suppression = {
  readonly people: number;
  readonly dominance: number;
  readonly span: "month" | "year";
};

/** A validated deployment: the graph as plain data, and what only code can hold. */
export type DeployedGraph = {
  readonly graph: AssetGraph;
  readonly zone: string;
  readonly kpis: readonly DeclaredKpi[];
  /** Counts the sites of this number; undefined when sites are not declared. */
  readonly siteCount: ((site: number) => Statement) | undefined;
  readonly suppression: Suppression;
  /** SELECT text of each mart in each dialect, by key. */
  readonly martText: ReadonlyMap<string, InDialects<string>>;
  /** Statements of each asset's checks, by key. */
  readonly checkTexts: CheckTexts;
  readonly lookups: ReadonlyMap<string, LookupBuilder>;
  /** How long people are kept, with the statements that say who is due. */
  readonly retentions: readonly Retention[];
  /** Polling sensors by name. */
  readonly sensors: ReadonlyMap<string, SensorDeclaration>;
  readonly dashboards: Dashboards;
  /** Purposes of reveals by name. */
  readonly reveals: ReadonlyMap<string, RevealPurpose>;
  readonly migrations: URL;
};

/** Validate a deployment's declarations. Throws `graph.invalid` with every problem at once. */
export function defineGraph(deployment: Deployment): DeployedGraph {
  const graph = assetGraph({
    sources: deployment.sources.map((source) => source.spec),
    tables: deployment.tables.map((table) => table.spec),
    marts: deployment.marts.map((mart) => mart.spec),
    kpis: deployment.kpis.map((kpi) => kpi.spec),
    jobs: deployment.jobs,
    ...(deployment.register && { register: deployment.register }),
  });
  const tables = new Map(graph.spec.tables.map((table) => [table.key, table]));
  const lookups = new Map(Object.entries(deployment.lookups ?? {}));
  const unbuilt = graph.spec.tables.flatMap((table) =>
    table.lookups
      .filter((key) => !lookups.has(key))
      .map(
        (key) =>
          `Table ${table.key}: it looks values up in "${key}", which no function of \`lookups\` in defineGraph reads.`,
      ),
  );
  const sensors = deployment.sensors ?? [];
  const reveals = deployment.reveals ?? [];
  const suppression = { people: 11, dominance: 0.85, span: "month", ...deployment.suppression } as const;
  const dashboards = deployment.dashboards ?? { pages: [] };
  const problems = [
    ...unbuilt,
    ...suppressionProblems(suppression),
    ...sensorProblems(sensors),
    ...dashboardProblems(dashboards, deployment.kpis),
    ...revealProblems(reveals, graph.spec.tables),
    ...deployment.kpis.flatMap(ruledRows),
  ];
  if (problems.length > 0) throw definitionError(problems);
  return {
    graph,
    zone: deployment.zone,
    kpis: deployment.kpis,
    siteCount: deployment.sites && siteCount(deployment.sites),
    suppression,
    martText: new Map(deployment.marts.map((mart) => [mart.spec.key, mart.text])),
    checkTexts: new Map([...deployment.tables, ...deployment.marts].map(({ spec, checks }) => [spec.key, checks])),
    lookups,
    retentions: (graph.spec.register?.retentions ?? []).map((spec) => retentionReads(spec, tables)),
    sensors: new Map(sensors.map((sensor) => [sensor.name, sensor])),
    dashboards,
    reveals: new Map(reveals.map((purpose) => [purpose.name, purpose])),
    migrations: deployment.migrations,
  };
}

const ruledRows = ({ spec, columns }: DeclaredKpi): readonly string[] =>
  columns
    .filter(isRuled)
    .map(({ name }) => `KPI ${spec.key}: column ${name} has a rule of rows, and a KPI refuses no row: drop it.`);

const suppressionProblems = ({ people, dominance }: Suppression): readonly string[] => [
  ...(Number.isInteger(people) && people >= 5
    ? []
    : [`Suppression: cells of fewer than ${people} people would be hidden: set \`people\` to a whole number from 5.`]),
  ...(dominance > 0 && dominance <= 1
    ? []
    : [`Suppression: one person's share is at most ${dominance}: set \`dominance\` above 0 and up to 1.`]),
];
