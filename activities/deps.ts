import type { AssetGraph } from "../core/graph/asset-graph.ts";
import type { ApiRecord } from "../core/landed-row.ts";
import type { AssetEntities } from "../core/ports/asset-entities.ts";
import type { Clock } from "../core/ports/clock.ts";
import type { Database } from "../core/ports/database.ts";
import type { EpochRotation } from "../core/ports/epoch-rotation.ts";
import type { Gate } from "../core/ports/gate.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";
import type { QuarantineLimits } from "../core/slices.ts";
import type { Lookup, Opener, Sealer } from "../core/ports/sealer.ts";
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
  readonly database: Database;
  readonly entities: AssetEntities;
  readonly clock: Clock;
  /** Bytes of JSON Lines after which a part is put. */
  readonly partBytes: number;
  /** How many rows of a load may go to quarantine. */
  readonly quarantine: QuarantineLimits;
  /** Greatest share of rows that a reconciliation may find vanished. */
  readonly maxVanishedShare: number;
  /** Milliseconds for which a run's own manifest is left to its run; 0 where only events start ingestions. */
  readonly landingGraceMs: number;
};
