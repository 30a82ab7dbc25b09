/** Where a run is told, by its id. */
export const runHref = (id: string): string => `/api/v1/runs/${encodeURIComponent(id.replace(/^run\//, ""))}`;
