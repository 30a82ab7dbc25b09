import { lateAt } from "../freshness/late-at.ts";
import { promiseOf } from "../freshness/promise-of.ts";
import type { AssetSpec } from "./asset.ts";

/** Whether an asset is as fresh as it promises; null where it promises nothing or was never loaded. */
export type Freshness = "fresh" | "late" | null;

/** Judge an asset by its declared freshness, at an instant of the clock that rules (ms). */
export function freshnessOf(asset: AssetSpec, loadedThrough: string | null, now: number): Freshness {
  const promise = promiseOf(asset);
  if (promise === null || loadedThrough === null) return null;
  return now > lateAt(promise, Date.parse(loadedThrough)) ? "late" : "fresh";
}
