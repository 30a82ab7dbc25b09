import type { TestWorkflowEnvironment } from "@temporalio/testing";
import type { WorkflowBundle } from "@temporalio/worker";
import { assetGraph, type AssetGraph } from "../../core/graph/asset-graph.ts";
import type { Alerts } from "../../core/ports/alerts.ts";
import type { MartSpec, TableSpec } from "../../core/spec/asset.ts";
import { columnOf, martOf, readOf, specOf, tableOf } from "../fakes/specs.ts";

const wide = ["t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9"];
/** A table that is read by windows, from 2026-10-01. */
const timed = (key: string) =>
  tableOf(key, {
    columns: [
      columnOf("id", { key: 1 }),
      columnOf("updatedAt", { type: { kind: "instant", reads: "rfc3339" }, cursor: true }),
    ],
    read: readOf(
      { kind: "whole" },
      { kind: "window", fromParam: "from", toParam: "to", longestDays: 7, from: "2026-10-01" },
    ),
  });

/** A graph out of which assets are taken while runs are on their way. */
export function changingGraph(options: WorldOptions) {
  let now = graphOf(options);
  const { hash } = now;
  const graph: AssetGraph = {
    get spec() {
      return now.spec;
    },
    get assets() {
      return now.assets;
    },
    asset: (key) => now.asset(key),
    upstream: (key) => now.upstream(key),
    downstream: (key) => now.downstream(key),
    hash,
  };
  const { tables = wide, declared = [], marts = [] } = options;
  const without = (...gone: readonly string[]): void =>
    void (now = graphOf({
      tables: tables.filter((table) => !gone.includes(table)),
      declared: declared.filter(({ key }) => !gone.includes(key)),
      marts: marts.filter(({ key }) => !gone.includes(key)),
    }));
  return { graph, without, whole: () => void (now = graphOf(options)) };
}

/** What stands beside `orders` and its mart. The jobs `often`, `nightly` and `strict` take `orders`. */
export type WorldOptions = {
  readonly tables?: readonly string[];
  readonly declared?: readonly TableSpec[];
  readonly marts?: readonly MartSpec[];
  readonly alerts?: Alerts;
  /** The workflows, the product's unless told. */
  readonly bundle?: () => Promise<WorkflowBundle>;
  /** The server that it runs on, one in memory unless told. */
  readonly server?: () => Promise<TestWorkflowEnvironment>;
};

const graphOf = ({ tables = wide, declared = [], marts = [] }: WorldOptions): AssetGraph =>
  assetGraph(
    specOf({
      tables: [...["orders", ...tables].map((key) => tableOf(key)), ...["timed", "timed2"].map(timed), ...declared],
      marts: [martOf("orders_daily", ["orders"]), ...marts],
      jobs: ["often", "nightly", "strict"].map((name) => ({ name, select: "orders", trigger: { kind: "command" } })),
    }),
  );
