import type { ActivityDeps } from "../../activities/deps.ts";
import { createReplayQuarantine } from "../../activities/replay-quarantine.ts";

/** The replay's activities, where the declaration (as sealing sees it) takes decimal commas and long names when `mended`. */
export function replayingAs(deps: Omit<ActivityDeps, "reader" | "entities">, declaration: "mended" | "as it was") {
  const sealPage: typeof deps.sealer.sealPage = (table, records, lookups) =>
    deps.sealer.sealPage(
      table,
      declaration === "mended"
        ? records.map((record) => ({
            ...record,
            total: String(record["total"]).replace(",", "."),
            name: String(record["name"]).slice(0, 40),
          }))
        : records,
      lookups,
    );
  return createReplayQuarantine({ ...deps, sealer: { ...deps.sealer, sealPage } });
}
