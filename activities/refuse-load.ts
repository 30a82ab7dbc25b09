import { parseManifestKey } from "../core/load-keys.ts";
import type { LoadOrigin } from "../core/manifest.ts";
import type { ActivityDeps } from "./deps.ts";

/** What refuses a load: why, and where its manifest is or would be. */
export type RefusedLoad = {
  readonly table: string;
  readonly loadId: string;
  readonly manifestKey: string;
  readonly code: string;
};

/** The origin of a load, by the source that its folder names. */
function originOf(source: string): LoadOrigin {
  if (source === "backfill") return "backfill";
  return source === "inbox" || source === "replay" ? "foreign" : "run";
}

/** Write into the ledger that a load is refused, also one that was never opened, so that nothing starts it again. A load that is merged stays merged. */
export const createRefuseLoad = ({ store, database }: Pick<ActivityDeps, "store" | "database">) =>
  async function refuseLoad({ table, loadId, manifestKey, code }: RefusedLoad): Promise<void> {
    const folder = parseManifestKey(manifestKey);
    if (folder !== undefined && (await database.loadState(loadId)) === undefined)
      await database.openLoad({
        table,
        loadId,
        manifestKey,
        origin: originOf(folder.source),
        manifestEtag: (await store.head(manifestKey))?.etag ?? "",
        expected: 0,
        bytes: 0,
      });
    await database.refuseLoad(loadId, code);
  };
