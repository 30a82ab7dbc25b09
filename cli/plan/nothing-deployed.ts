import type { DeclaredGraph } from "../../core/deploy/declared-graph.ts";

/** What is compared with where nothing is deployed, or nobody knows. */
export const nothingDeployed: DeclaredGraph = { v: 1, assets: [], jobs: {}, kpis: {}, sources: {} };
