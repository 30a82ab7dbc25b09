import type { RereadPace } from "../core/drift/next-reread.ts";
import type { AssetGraph } from "../core/graph/asset-graph.ts";
import type { ApiRecord } from "../core/landed-row.ts";
import type { Alerts } from "../core/ports/alerts.ts";
import type { AssetEntities } from "../core/ports/asset-entities.ts";
import type { Clock } from "../core/ports/clock.ts";
import type { Database } from "../core/ports/database.ts";
import type { PersonRotation } from "../core/ports/person-rotation.ts";
import type { RunsKept } from "../core/ports/runs.ts";
import type { EpochRotation } from "../core/ports/epoch-rotation.ts";
import type { IndexRotation } from "../core/ports/index-rotation.ts";
import type { ErasureRequests } from "../core/ports/erasure-requests.ts";
import type { Erasures } from "../core/ports/erasures.ts";
import type { Gate } from "../core/ports/gate.ts";
import type { Metrics } from "../core/ports/metrics.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";
import type { Retention } from "../core/register/retention.ts";
import type { QuarantineLimits } from "../core/slices.ts";
import type { BulkWork } from "../core/ports/reveals.ts";
import type { Lookup, Opener, Sealer } from "../core/ports/sealer.ts";
import type { SourceHeads } from "../core/ports/source-heads.ts";
import type { SensorDeclaration } from "../core/spec/sensor.ts";
import type { SourceReader } from "../core/ports/source-reader.ts";

/** Everything that activities are given at composition; each takes only what it needs. */
export type ActivityDeps = {
  readonly graph: AssetGraph;
  /** IANA zone of business days. */
  readonly zone: string;
  readonly lookups: ReadonlyMap<string, (rows: Iterable<ApiRecord>) => Lookup>;
  readonly store: ObjectStore;
  readonly reader: SourceReader;
  readonly sealer: Sealer;
  readonly opener: Opener;
  readonly gate: Gate;
  readonly rotation: EpochRotation;
  readonly indexRotation: IndexRotation;
  readonly personRotation: PersonRotation;
  readonly erasureRequests: ErasureRequests;
  /** How long people are kept. */
  readonly retentions: readonly Retention[];
  readonly erasures: Erasures;
  readonly bulkReveals: BulkWork;
  readonly database: Database;
  readonly entities: AssetEntities;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** Bytes of JSON Lines after which a part is put. */
  readonly partBytes: number;
  /** How many rows of a load may go to quarantine. */
  readonly quarantine: QuarantineLimits;
  /** Greatest share of rows that a reconciliation may find vanished. */
  readonly maxVanishedShare: number;
  /** How history is read again. */
  readonly drift: RereadPace & { readonly maxShare: number };
  readonly sensors: ReadonlyMap<string, SensorDeclaration>;
  readonly heads: SourceHeads;
  /** Milliseconds for which a run's own manifest is left to its run; 0 where only events start ingestions. */
  readonly landingGraceMs: number;
  /** What starts an ingestion in runs that conditions ask for. */
  readonly ingestion: "run" | "event";
  /** Who is told of incidents; undefined for nobody. */
  readonly alerts: Alerts | undefined;
  /** How long runs and their steps are kept. */
  readonly runsKept: RunsKept;
};
