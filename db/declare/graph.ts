import { assetGraph, type AssetGraph } from "../../core/graph/asset-graph.ts";
import type { ApiRecord } from "../../core/landed-row.ts";
import type { Lookup } from "../../core/ports/sealer.ts";
import type { JobSpec, TableSpec } from "../../core/spec/asset.ts";
import type { SourceSpec } from "../../core/spec/read.ts";
import type { DeclaredKpi } from "./kpi.ts";
import type { MartSpec } from "../../core/spec/asset.ts";

/** Builds a lookup from all landed rows of a reference table. */
export type LookupBuilder = (rows: Iterable<ApiRecord>) => Lookup;

/** What a deployment hands over: its declarations by kind. */
export type Deployment = {
  /** IANA zone of business days. */
  readonly zone: string;
  readonly sources: readonly { readonly spec: SourceSpec }[];
  readonly tables: readonly { readonly spec: TableSpec }[];
  readonly marts: readonly { readonly spec: MartSpec; readonly text: string }[];
  readonly kpis: readonly DeclaredKpi[];
  readonly jobs: readonly JobSpec[];
  /** How sealing looks values up in a reference table, by table key. */
  readonly lookups?: { readonly [table: string]: LookupBuilder };
  /** Folder of generated migrations, one sub-folder a dialect. */
  readonly migrations: URL;
};

/** A validated deployment: the graph as plain data, and what only code can hold. */
export type DeployedGraph = {
  readonly graph: AssetGraph;
  readonly zone: string;
  readonly kpis: readonly DeclaredKpi[];
  /** SELECT text of each mart, by key. */
  readonly martText: ReadonlyMap<string, string>;
  readonly lookups: ReadonlyMap<string, LookupBuilder>;
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
  });
  return {
    graph,
    zone: deployment.zone,
    kpis: deployment.kpis,
    martText: new Map(deployment.marts.map((mart) => [mart.spec.key, mart.text])),
    lookups: new Map(Object.entries(deployment.lookups ?? {})),
    migrations: deployment.migrations,
  };
}
