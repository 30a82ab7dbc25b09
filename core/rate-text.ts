/** Requests a second of a source as a person reads them; null: as declared. */
export const rateText = (requestsPerSecond: number | null): string =>
  requestsPerSecond === null ? "as declared" : `${requestsPerSecond} requests/s`;
