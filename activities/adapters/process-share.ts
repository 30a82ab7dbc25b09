/** How often a key may be used, and by how many requests at once. */
export type Manners = { readonly requestsPerSecond: number; readonly inFlight: number };

/** What one of several processes may take of a key's manners; at least one request at once, since a process that may ask nothing reads nothing. */
export const processShare = ({ requestsPerSecond, inFlight }: Manners, processes: number): Manners => ({
  requestsPerSecond: requestsPerSecond / processes,
  inFlight: Math.max(1, Math.floor(inFlight / processes)),
});
