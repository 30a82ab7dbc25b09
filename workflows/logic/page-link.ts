/** A link to a workflow's page; the Web UI fills in its own namespace. `text` stands for it, its id unless told. */
export const pageLink = (workflow: string, text = workflow): string =>
  `[${text}](/namespaces/{namespace}/workflows/${encodeURIComponent(workflow)})`;

/** A link to the page of an asset's entity, under the asset's name. */
export const assetLink = (asset: string): string => pageLink(`asset/${asset}`, asset);
