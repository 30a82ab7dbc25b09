import { Context } from "@temporalio/activity";
import { SillageError } from "../core/errors.ts";
import { manifestKey } from "../core/load-keys.ts";
import type { Manifest } from "../core/manifest.ts";
import type { LoadState } from "../core/ports/database.ts";
import type { QuarantineClaim, QuarantinedLine } from "../core/ports/quarantine.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { castMisfits } from "./cast-misfits.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";
import { landForeign, type ForeignPage } from "./land-foreign.ts";
import { loadIdBefore } from "./adapters/load-id-before.ts";
import { createLookups } from "./load-lookups.ts";
import { readManifest } from "./manifests.ts";
import { sealAgain, someLines } from "./misfit-pages.ts";
import { refuseOverBudget } from "./open-load.ts";
import { partOf } from "./part-of.ts";
import { tableOf } from "./tables.ts";
import { requireParts } from "./require-parts.ts";

/** The load that quarantined rows became. */
export type ReplayedLoad = { readonly manifestKey: string; readonly loadId: string; readonly rows: number };
/** A load that may be brought in: refused, and fit now; or merged, with rows in quarantine. */
export type JudgedLoad = { readonly table: string; readonly manifestKey: string; readonly state: LoadState["state"] };
/** Which rows a replay takes next; one that began before loads came back one by one names those that it made instead of the one that it reached. */
export type ReplayClaim = QuarantineClaim | (Omit<QuarantineClaim, "after"> & { readonly except: readonly string[] });

type Deps = Pick<
  ActivityDeps,
  "graph" | "zone" | "store" | "sealer" | "opener" | "lookups" | "clock" | "partBytes" | "database" | "quarantine"
>;

/** What bringing quarantined rows and refused loads back is made of. Rows stay between store and database: workflows see ids and counts. */
export function createReplayQuarantine(deps: Deps) {
  const lookupsOf = createLookups(deps);
  return {
    /** Look whether a refused load is what its manifest says, and whether its misfits fit today's declaration well enough. Throws `load.unknown`, `load.not-refused`, `load.over-budget`, `load.altered`, `manifest.*`, `store.missing`. */
    judgeRefused: async ({ loadId }: { readonly loadId: string }): Promise<JudgedLoad> => {
      const context = Context.current();
      using _beat = keepAlive(() => context.heartbeat({ loadId }));
      const load = await deps.database.loadState(loadId);
      if (load === undefined) throw unknownLoad(loadId);
      if (load.state === "open") throw notRefused(load);
      if (load.state === "refused") await judge(deps, lookupsOf, load.manifestKey, context.cancellationSignal);
      return { table: load.table, manifestKey: load.manifestKey, state: load.state };
    },
    /** Open a refused load again. */
    reopenLoad: async ({ loadId }: { readonly loadId: string }): Promise<void> => deps.database.reopenLoad(loadId),
    /** Seal quarantined rows of the next load again under today's declaration, at most 10,000, as one new load whose versions are those of the first; null when none wait. They wait no longer once it is merged. */
    sealQuarantined: async (of: ReplayClaim): Promise<ReplayedLoad | null> => {
      const context = Context.current();
      using _beat = keepAlive(() => context.heartbeat({ table: of.table }));
      const table = tableOf(deps.graph, of.table);
      const first = await nextOf(deps, of);
      if (first === undefined) return null;
      const loadId = loadIdBefore(first);
      const folder = { source: "replay", table: table.key, day: deps.clock.now().toISOString().slice(0, 10), loadId };
      const rows = await deps.database.claimQuarantined(first, loadId);
      const [row] = rows;
      if (row === undefined) return null;
      const { manifest } = await readManifest(deps.store, row.manifestKey);
      await landForeign(deps, table, folder, manifest, pagesOf(table, manifest, rows, context.cancellationSignal));
      return { manifestKey: manifestKey(folder), loadId, rows: rows.length };
    },
  };

  async function* pagesOf(
    table: TableSpec,
    manifest: Manifest,
    rows: readonly QuarantinedLine[],
    signal: AbortSignal,
  ): AsyncGenerator<ForeignPage> {
    const lookups = await lookupsOf(table);
    for (const [part, ofPart] of Map.groupBy(rows, (row) => row.part)) {
      const lines = new Set(ofPart.map((row) => row.line));
      for await (const page of someLines(deps.store, partOf(manifest, part), (line) => lines.has(line), signal))
        yield sealAgain(deps, table, page, lookups);
    }
  }
}

/** The first load whose rows a replay takes: what waits of those that it made itself still does not fit. */
async function nextOf({ database }: Deps, of: ReplayClaim): Promise<string | undefined> {
  if (!("except" in of)) return database.nextQuarantined(of);
  const { except, ...from } = of;
  let next = await database.nextQuarantined({ ...from, after: null });
  while (next !== undefined && except.includes(next)) next = await database.nextQuarantined({ ...from, after: next });
  return next;
}

/** A refused load is what its manifest says, its misfits within the budget of today. */
async function judge(
  deps: Deps,
  lookupsOf: ReturnType<typeof createLookups>,
  key: string,
  signal: AbortSignal,
): Promise<void> {
  const { manifest } = await readManifest(deps.store, key);
  const table = tableOf(deps.graph, manifest.table);
  const lookups = await lookupsOf(table);
  let misfits = 0;
  await requireParts(deps.store, manifest, signal);
  for (const info of manifest.misfits === 0 ? [] : manifest.parts) {
    for await (const rows of someLines(deps.store, info, (_, row) => "_misfit" in row, signal))
      misfits += (await sealAgain(deps, table, rows, lookups)).misfits;
  }
  refuseOverBudget(deps, manifest, misfits + (await castMisfits(deps, manifest, signal)));
}

const unknownLoad = (loadId: string): SillageError =>
  new SillageError({
    code: "load.unknown",
    message: `The ledger does not know the load ${loadId}.`,
    fix: "Look for its id with `sillage quarantine list` or `sillage status`.",
  });

const notRefused = ({ loadId, table }: LoadState): SillageError =>
  new SillageError({
    code: "load.not-refused",
    message: `The load ${loadId} of ${table} is on its way: it was neither refused nor merged.`,
    fix: `Wait for it; \`ingest/${table}/${loadId}\` in the Web UI shows where it is.`,
  });
