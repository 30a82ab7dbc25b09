/** What to tell of a load that was landed and that nobody ingested in time. */
export const notIngested = (table: string, loadId: string, within: string): string =>
  `The load ${loadId} of ${table} was landed and not ingested within ${within}. Look at sensor/landing and ingest/${table}/${loadId} in the Web UI; once mended, it is ingested from its manifest.`;
