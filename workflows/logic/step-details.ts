import { pageLink } from "./page-link.ts";

/** The fixed details of a run's child in the Web UI: what it works for, one click away. */
export const stepDetails = (asset: string, run: string): string =>
  `Part of ${pageLink(run)}. The asset's state: ${pageLink(`asset/${asset}`)}.`;
