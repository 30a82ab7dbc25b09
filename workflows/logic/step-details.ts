/** The fixed details of a run's child in the Web UI: what it works for, one click away. */
export const stepDetails = (asset: string, run: string): string =>
  `Part of ${pageOf(run)}. The asset's state: ${pageOf(`asset/${asset}`)}.`;

/** A link to a workflow's page; the Web UI fills in its own namespace. */
const pageOf = (workflow: string): string =>
  `[${workflow}](/namespaces/{namespace}/workflows/${encodeURIComponent(workflow)})`;
