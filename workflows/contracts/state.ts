import type { Mark } from "../../core/manifest.ts";

/** One success of an asset, as its entity remembers it. */
export type Materialisation = {
  readonly id: string;
  readonly at: string;
  readonly rows: number;
  readonly load: string | null;
};

/** What an asset's entity carries over continue-as-new. Versioned; well below 32 KiB. */
export type AssetStateV1 = {
  readonly v: 1;
  readonly asset: string;
  readonly mark: Mark;
  /** The number that makes an older writer harmless: every lease has a greater one. */
  readonly fence: number;
  readonly loadedThrough: string | null;
  readonly lease: { readonly holder: string; readonly fence: number; readonly until: string } | null;
  /** Workflow ids waiting for the lease, first come first served. */
  readonly waiting: readonly string[];
  readonly paused: boolean;
  readonly recent: readonly Materialisation[];
};

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
  recent: [],
});
