import { Context } from "@temporalio/activity";
import { SillageError } from "../core/errors.ts";
import { quarantineBudget } from "../core/slices.ts";
import type { Manifest } from "../core/manifest.ts";
import type { LoadState } from "../core/ports/database.ts";
import { castMisfits } from "./cast-misfits.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";
import { readManifest } from "./manifests.ts";
import { requireParts } from "./require-parts.ts";

/** One part of an opened load. */
export type PartRef = { readonly part: number; readonly rows: number; readonly rawBytes: number };
/** A load ready to be staged. */
export type OpenedLoad = {
  readonly loadId: string;
  readonly state: LoadState["state"];
  readonly parts: readonly PartRef[];
};
/** What opens a load. `misfits`: `judged` when a replay judged them already, so that they go to quarantine whatever their number. */
export type OpenRequest = { readonly manifestKey: string; readonly misfits?: "judged" };

/** What opening needs. */
export type OpenDeps = Pick<ActivityDeps, "graph" | "zone" | "store" | "database" | "quarantine">;

/** Open a load in the ledger from its manifest; judge its misfits (under today's declaration, when that is another than at landing), and that its parts are there unaltered, before anything is merged. Throws `load.refused`, `load.over-budget`, `load.altered`, `store.missing`, `manifest.*`. */
export const createOpenLoad = (deps: OpenDeps) =>
  async function openLoad({ manifestKey, misfits }: OpenRequest): Promise<OpenedLoad> {
    const context = Context.current();
    using _beat = keepAlive(() => context.heartbeat({ manifestKey }));
    const { manifest, etag } = await readManifest(deps.store, manifestKey);
    const state = await deps.database.openLoad(openingOf(manifest, manifestKey, etag));
    if (state.state === "refused") throw refusedBefore(manifest, state.code);
    if (state.state === "open") {
      if (misfits !== "judged") refuseOverBudget(deps, manifest, manifest.misfits);
      await requireParts(deps.store, manifest, context.cancellationSignal);
      if (misfits !== "judged")
        refuseOverBudget(
          deps,
          manifest,
          manifest.misfits + (await castMisfits(deps, manifest, context.cancellationSignal)),
        );
    }
    return {
      loadId: manifest.loadId,
      state: state.state,
      parts: manifest.parts.map((part, at) => ({ part: at + 1, rows: part.rows, rawBytes: part.rawBytes })),
    };
  };

/** Throws `load.over-budget` when so many rows of a load are too many to be quarantined. */
export function refuseOverBudget(
  { quarantine }: Pick<OpenDeps, "quarantine">,
  manifest: Manifest,
  misfits: number,
): void {
  const budget = quarantineBudget(manifest.rows, quarantine);
  if (misfits > budget) throw overBudget({ ...manifest, misfits }, budget);
}

/** Rows of erased people were dropped at sealing: the load owes an account of them too. */
const openingOf = (manifest: Manifest, manifestKey: string, manifestEtag: string) => ({
  loadId: manifest.loadId,
  table: manifest.table,
  origin: manifest.origin,
  manifestKey,
  manifestEtag,
  expected: manifest.rows + (manifest.erased ?? 0),
  erased: manifest.erased ?? 0,
  bytes: manifest.parts.reduce((sum, part) => sum + part.rawBytes, 0),
});

const wayBack = (loadId: string): string => `\`sillage quarantine replay --load ${loadId}\``;

/** What a load that was refused before throws. */
export const refusedBefore = (
  { loadId, table }: Pick<Manifest, "loadId" | "table">,
  code: string | null,
): SillageError =>
  new SillageError({
    code: "load.refused",
    message: `The load ${loadId} of ${table} was refused: ${code ?? "no reason was kept"}.`,
    fix: `Mend what the code names, then bring it in with ${wayBack(loadId)}.`,
  });

const overBudget = ({ loadId, table, rows, misfits }: Manifest, budget: number): SillageError =>
  new SillageError({
    code: "load.over-budget",
    message: `The load ${loadId} of ${table} holds ${misfits} rows that do not fit, of ${rows}: more than ${budget}.`,
    fix: `Nothing was merged. Mend the declaration, then bring it in with ${wayBack(loadId)}; QUARANTINE_SHARE and QUARANTINE_ROWS set the limit.`,
  });
