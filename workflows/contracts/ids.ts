/** Workflow ids, one form a kind. */
export const workflowId = {
  run: (job: string, instant: string) => `run/${job}/${instant}`,
  asset: (key: string) => `asset/${key}`,
  extract: (run: string, table: string) => `${run}/extract/${table}`,
  ingest: (table: string, load: string) => `ingest/${table}/${load}`,
  mart: (run: string, mart: string) => `${run}/mart/${mart}`,
  landingSensor: "sensor/landing",
} as const;

/** Task queues by role: control holds no keys, extract may seal, ingest only loads. */
export const queue = { control: "sillage-control", extract: "sillage-extract", ingest: "sillage-ingest" } as const;
