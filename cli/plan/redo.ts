import type { AssetChange } from "../../core/deploy/compare-assets.ts";
import type { StaleAsset } from "../../core/deploy/stale-after.ts";
import type { AssetSpec } from "../../core/spec/asset.ts";
import { estimatedRowBytes } from "../../core/graph/row-bytes.ts";

/** What one asset costs to do anew. `rows` is null where they are not known yet; `minutes`: of a table what the throttle asks for them; of a mart an estimate, the median of its last builds in runs, which may have built fewer days; null where nothing is known. */
export type Redo = {
  readonly asset: string;
  readonly kind: AssetSpec["kind"];
  readonly rows: number | null;
  readonly rowBytes: number | null;
  readonly minutes: number | null;
  /** How it is done. */
  readonly by: string;
};

/** What is known of the stored rows: how many, and what a landed one weighs; and how long marts take to build. */
export type StoredFacts = {
  readonly rows: ReadonlyMap<string, number>;
  readonly rowBytes: ReadonlyMap<string, number>;
  /** Milliseconds, the median of a mart's last builds. */
  readonly buildMs: ReadonlyMap<string, number>;
  /** Bytes a second. */
  readonly rate: number;
};

/** What a change costs: tables are read again whole, marts are built again by the next run. */
export function redoOf(change: AssetChange, asset: AssetSpec, facts: StoredFacts): Redo {
  const rows = change.change === "added" ? null : (facts.rows.get(asset.key) ?? 0);
  const told = { asset: asset.key, kind: asset.kind, rows };
  if (asset.kind === "mart") {
    const ms = facts.buildMs.get(asset.key);
    return { ...told, rowBytes: null, minutes: ms === undefined ? null : minutes(ms), by: "the next run that has it" };
  }
  const rowBytes = facts.rowBytes.get(asset.key) ?? estimatedRowBytes(asset);
  const by = change.change === "added" ? "its first run" : `sillage run ${asset.key} --full`;
  return { ...told, rowBytes, minutes: rows === null ? null : minutes((rows * rowBytes * 1_000) / facts.rate), by };
}

/** What follows: a mart is built again for the days that change, a table is read again by hand. */
export function followOf({ asset: key }: StaleAsset, asset: AssetSpec, facts: StoredFacts): Redo {
  const change: AssetChange = { asset: key, kind: asset.kind, change: "changed", how: [], redo: true, destroys: [] };
  return redoOf(change, asset, facts);
}

const minutes = (ms: number): number => Number((ms / 60_000).toFixed(1));
