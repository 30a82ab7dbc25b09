/** Workflow ids, one form a kind. */
export const workflowId = {
  run: (job: string, instant: string) => `run/${job}/${instant}`,
  /** Temporal appends the scheduled instant, with a dash of its own that nothing changes: `run/nightly-2026-11-25T02:15:00Z`. */
  scheduled: (job: string) => `run/${job}`,
  /** A run that an asset's condition asks for, by what caused it. */
  automated: (asset: string, cause: string) => `run/auto-${asset}-${cause}`,
  asset: (key: string) => `asset/${key}`,
  extract: (run: string, table: string) => `${run}/extract/${table}`,
  ingest: (table: string, load: string) => `ingest/${table}/${load}`,
  mart: (run: string, mart: string) => `${run}/mart/${mart}`,
  replay: (table: string, instant: string) => `replay/${table}/${instant}`,
  backfill: (instant: string) => `backfill/${instant}`,
  window: (backfill: string, asset: string, number: number) => `${backfill}/${asset}/${number}`,
  /** One of each at a time: a second one is refused while the first works. */
  rotation: (what: "epoch" | "kek" | "index") => `pii/rotate-${what}`,
  /** Rotations of the keys of a request's people, and the end of the ones before. */
  personRotation: (request: string) => `pii/rotate-person/${request}`,
  drain: (request: string) => `pii/drain-person/${request}`,
  /** Temporal appends the scheduled instant; a run by hand has the name alone. Its schedule has the same. */
  retention: "pii/retention",
  erasure: (request: string) => `pii/erase/${request}`,
  /** The end of the epoch that erasures wait for: one at a time. */
  epochDue: "pii/epoch-due",
  /** A bulk reveal, by its id. */
  reveal: (request: string) => `pii/reveal/${request}`,
  landingSensor: "sensor/landing",
  sensor: (name: string) => `sensor/${name}`,
} as const;

/** Task queues by role: control holds no keys, extract may seal, ingest only loads, pii may open and rotates keys. */
export const queue = {
  control: "sillage-control",
  extract: "sillage-extract",
  ingest: "sillage-ingest",
  pii: "sillage-pii",
} as const;
