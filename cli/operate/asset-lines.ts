import { toTable } from "../output.ts";
import { incidentLine } from "../status/incident-line.ts";
import type { AssetDetail } from "./read-asset.ts";

/** Assets for people, one a line. */
export const assetsTable = (assets: readonly AssetDetail[]): readonly string[] =>
  toTable(
    ["asset", "kind", "health", "freshness", "landed through", "loaded through", "held by", "waiting", "paused by"],
    assets.map((asset) => [
      asset.asset,
      asset.kind,
      asset.health,
      asset.freshness,
      asset.landedThrough,
      asset.loadedThrough,
      asset.lease?.holder,
      asset.waiting.length,
      asset.pause?.who,
    ]),
  );

/** One asset for people, with its last materialisations. */
export const assetLines = (asset: AssetDetail): readonly string[] => [
  `${asset.asset} (${asset.kind}): ${asset.health ?? "its entity does not answer; this is what the database mirrors"}`,
  `freshness: ${asset.freshness}`,
  ...(asset.incident === null ? [] : [incidentLine(asset.incident)]),
  `by itself: ${asset.condition ?? "never, by runs alone"}`,
  `landed through: ${asset.landedThrough ?? "–"}${asset.handMark === null ? "" : ", a mark was set by hand"}`,
  `loaded through: ${asset.loadedThrough ?? "–"}`,
  `fence: ${asset.fence}`,
  `held by: ${asset.lease?.holder ?? "nobody"}`,
  `waiting: ${asset.waiting.join(", ") || "nobody"}`,
  asset.pause === null ? "not paused" : `paused by ${asset.pause.who} since ${asset.pause.at}: ${asset.pause.why}`,
  "",
  ...(asset.materialisations.length === 0
    ? ["Never materialised."]
    : toTable(
        ["materialised at", "rows", "load"],
        asset.materialisations.map(({ at, rows, load }) => [at, rows, load]),
      )),
];
