import type { AssetSpec } from "../spec/asset.ts";
import { lateFrom } from "./late-from.ts";
import { promiseOf } from "./promise-of.ts";

/** Whether an asset is as fresh as it promises; null where it promises nothing or was never loaded. */
export type Freshness = "fresh" | "late" | null;

/** Judge an asset by its declared freshness and what it is loaded through, at an instant of the clock that rules (ms). */
export function freshnessOf(asset: AssetSpec, loadedThrough: string | null, now: number): Freshness {
  const late = lateFrom(promiseOf(asset), loadedThrough);
  if (late === null) return null;
  return now < late ? "fresh" : "late";
}
