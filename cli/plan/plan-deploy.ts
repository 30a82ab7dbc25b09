import type { GraphChanges } from "../../core/deploy/compare-graphs.ts";
import type { DeployedRecord } from "../../core/ports/deployed.ts";
import type { AssetGraph } from "../../core/graph/asset-graph.ts";
import { followOf, redoOf, type Redo, type StoredFacts } from "./redo.ts";
import { remainsOf, type Remains, type StoredTable } from "./remains.ts";

/** What the database says of what is deployed. */
export type DeployedFacts = StoredFacts & {
  readonly changes: GraphChanges;
  readonly deployed: DeployedRecord | undefined;
  readonly tables: readonly StoredTable[];
  readonly migrations: readonly string[];
};

/** What a deployment of this code would change. */
export type DeployPlan = GraphChanges & {
  readonly changed: boolean;
  /** What it is compared with: the graph deployed at an instant, or nothing, and why. */
  readonly against: { readonly deployedAt: string } | { readonly nothing: string };
  readonly redo: readonly Redo[];
  /** The sums of what is known. */
  readonly total: { readonly rows: number; readonly minutes: number };
  readonly remains: readonly Remains[];
  /** Names of migrations that workers would apply when they start. */
  readonly migrations: readonly string[];
  /** What takes stored values away, or asks of them what they may not meet. */
  readonly destructive: readonly string[];
  /** Bytes a second that minutes are reckoned by. */
  readonly rate: number;
};

/** What the code's graph changes of the deployed one, and what that costs. `why` says why there is none. */
export function planDeploy(graph: AssetGraph, facts: DeployedFacts, why: string): DeployPlan {
  const { deployed, changes, migrations, rate } = facts;
  const removed = new Set(changes.assets.filter(({ change }) => change === "removed").map(({ asset }) => asset));
  const remains = (deployed?.graph.assets ?? [])
    .filter(({ key }) => removed.has(key))
    .map((asset) => remainsOf(asset, facts.tables, facts.rows));
  const redo = [
    ...changes.assets.filter((change) => change.redo).map((change) => redoOf(change, graph.asset(change.asset), facts)),
    ...changes.stale.map((stale) => followOf(stale, graph.asset(stale.asset), facts)),
  ];
  return {
    changed: hasChanges(changes) || migrations.length > 0,
    against: deployed === undefined ? { nothing: why } : { deployedAt: deployed.deployedAt },
    ...changes,
    redo,
    total: { rows: sum(redo, ({ rows }) => rows), minutes: sum(redo, ({ minutes }) => minutes) },
    remains,
    migrations,
    destructive: [
      ...changes.assets.flatMap(({ asset, destroys }) => destroys.map((how) => `${asset}: ${how}`)),
      ...remains
        .filter(({ tables }) => tables.length > 0)
        .map(({ asset, rows }) => `${asset}: removed, while ${rows} rows are stored`),
    ],
    rate,
  };
}

const hasChanges = ({ assets, jobs, kpis, sources }: GraphChanges): boolean =>
  assets.length + jobs.length + kpis.length + sources.length > 0;

const sum = (all: readonly Redo[], of: (redo: Redo) => number | null): number =>
  Number(all.reduce((total, redo) => total + (of(redo) ?? 0), 0).toFixed(1));
