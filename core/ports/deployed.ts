import type { DeclaredGraph } from "../deploy/declared-graph.ts";

/** A graph that workers ran with, and since when (ISO instant). */
export type DeployedRecord = { readonly graph: DeclaredGraph; readonly deployedAt: string };

/** Which declarations are deployed: those that a control worker started with last. */
export type DeployedPort = {
  /** Write down the graph that a worker starts with. The last 20 that differ are kept; one that comes back is the deployed one again. */
  readonly saveDeployed: (graph: DeclaredGraph) => Promise<void>;
  /** Undefined when no worker has written one down. */
  readonly lastDeployed: () => Promise<DeployedRecord | undefined>;
};
