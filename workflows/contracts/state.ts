import type { Incident } from "../../core/automation/incident.ts";
import type { CheckReport } from "../../core/check/check-result.ts";
import type { Mark } from "../../core/manifest.ts";
import type { AssetControl, Materialisation } from "../../core/ports/audit.ts";
import { emptyOutbox, type AutomationState, type Outbox } from "./automation.ts";
import type { DriftReport, Lease, Place } from "../../core/ports/asset-entities.ts";

/** How an asset fares: `late` when its declared freshness is over, `failing` when its last pass, its upkeep or a check that blocks failed, `warned` when a check that warns did, `removed` when the graph no longer declares it. */
export type Health = "ok" | "warned" | "late" | "failing" | "paused" | "removed";

/** What an asset's entity carries over continue-as-new. Versioned; well below 32 KiB. */
export type AssetStateV1 = {
  readonly v: 1;
  readonly asset: string;
  readonly mark: Mark;
  /** The number that makes an older writer harmless: every lease has a greater one. */
  readonly fence: number;
  readonly loadedThrough: string | null;
  readonly lease: Lease | null;
  /** Places in the queue for the lease, first come first served. Each lasts until its instant, unless its holder asks again. */
  readonly waiting: readonly Place[];
  readonly paused: boolean;
  /** What operators set: who paused it and why, a mark set by hand. */
  readonly control: AssetControl;
  /** Why the last signal was refused; null when it was not. */
  readonly refused: string | null;
  readonly recent: readonly Materialisation[];
  /** ISO instant, by the entity's clock, that its data is as of: its loaded mark. Where none is known, that of the last success, changed or not; of its first start until then. */
  readonly freshAt: string | null;
  /** Whether the last pass failed. */
  readonly failing: boolean;
  /** Why the last step on it failed, where a run told so. */
  readonly failure?: string;
  /** Why steps that read nothing new failed, by their parts, until such a step, or a pass, goes well. */
  readonly failedUpkeep?: readonly { readonly parts: readonly string[]; readonly why: string }[];
  /** Its checks that failed when they were last measured; absent before the first time. */
  readonly checks?: CheckReport;
  /** Why drift was refused, by what found it; absent or empty where none is. */
  readonly drift?: Readonly<Partial<Record<DriftReport["by"], string>>>;
  /** As it was last published; null before the first time. */
  readonly health: Health | null;
  /** What was declared of it, and what its condition remembers; null before a worker told. */
  readonly automation: AutomationState | null;
  /** The incident that it is in; null when it is well. */
  readonly incident: Incident | null;
  readonly outbox: Outbox;
};

/** What an entity answers to `getCursor`: its state, those who wait by their workflow ids. */
export type AssetView = Omit<AssetStateV1, "waiting"> & { readonly waiting: readonly string[] };

/** An asset without history. */
export const emptyState = (asset: string): AssetStateV1 => ({
  v: 1,
  asset,
  mark: {},
  fence: 0,
  loadedThrough: null,
  lease: null,
  waiting: [],
  paused: false,
  control: { revision: 0, pause: null, hand: null },
  refused: null,
  recent: [],
  freshAt: null,
  failing: false,
  health: null,
  automation: null,
  incident: null,
  outbox: emptyOutbox,
});
