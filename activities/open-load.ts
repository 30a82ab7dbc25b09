import { SillageError } from "../core/errors.ts";
import { quarantineBudget } from "../core/slices.ts";
import type { LoadState } from "../core/ports/database.ts";
import type { ActivityDeps } from "./deps.ts";
import { readManifest } from "./manifests.ts";

/** One part of an opened load. */
export type PartRef = { readonly part: number; readonly rows: number; readonly rawBytes: number };
/** A load ready to be staged. */
export type OpenedLoad = {
  readonly loadId: string;
  readonly state: LoadState["state"];
  readonly parts: readonly PartRef[];
};

/** Open a load in the ledger from its manifest; judge its misfits before anything is merged. Throws `load.refused`, `load.altered`, `manifest.*`. */
export const createOpenLoad = ({ store, database }: Pick<ActivityDeps, "store" | "database">) =>
  async function openLoad({ manifestKey }: { readonly manifestKey: string }): Promise<OpenedLoad> {
    const { manifest, etag } = await readManifest(store, manifestKey);
    const state = await database.openLoad({
      loadId: manifest.loadId,
      table: manifest.table,
      origin: manifest.origin,
      manifestKey,
      manifestEtag: etag,
      expected: manifest.rows,
    });
    if (state.state === "refused" || (state.state === "open" && manifest.misfits > quarantineBudget(manifest.rows))) {
      await database.refuseLoad(manifest.loadId, "over-budget");
      throw new SillageError({
        code: "load.refused",
        message: `The load ${manifest.loadId} of ${manifest.table} holds ${manifest.misfits} rows that do not fit, of ${manifest.rows}: more than ${quarantineBudget(manifest.rows)}.`,
        fix: "Nothing was merged. Look at the vendor's change with `sillage quarantine list`, mend the declaration, extract again.",
      });
    }
    return {
      loadId: manifest.loadId,
      state: state.state,
      parts: manifest.parts.map((part, at) => ({ part: at + 1, rows: part.rows, rawBytes: part.rawBytes })),
    };
  };
