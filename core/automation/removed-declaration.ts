import type { AssetDeclaration } from "./declaration-of.ts";

/** What a deployment that is set so says of an asset that its graph no longer declares: it promises nothing, and nothing starts it. */
export const removedDeclaration = (set: Pick<AssetDeclaration, "alerts" | "ingestion">): AssetDeclaration => ({
  automation: null,
  deps: [],
  dependants: [],
  promise: null,
  removed: true,
  ...set,
});
