import { SillageError } from "../core/errors.ts";
import type { ApiRecord, LandedRow } from "../core/landed-row.ts";
import { parseManifestKey, tablePrefix } from "../core/load-keys.ts";
import type { Manifest, PartInfo } from "../core/manifest.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";
import type { Lookup } from "../core/ports/sealer.ts";
import { quarantineBudget, type QuarantineLimits } from "../core/slices.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import type { ActivityDeps } from "./deps.ts";
import { readManifest } from "./manifests.ts";
import { someLines } from "./misfit-pages.ts";
import { tableOf } from "./tables.ts";

/**
 * Lookups of a table's reference tables, from their latest landed loads that hold rows and are within the budget of
 * misfits; kept in memory until a newer one is landed. Rows that do not fit are left out. Asking throws
 * `lookup.missing` where there is no such load (rows sealed without it would lose what it tells for good),
 * `lookup.unreadable`, `manifest.invalid`, `store.*`.
 */
export function createLookups({
  graph,
  lookups,
  store,
  quarantine,
}: Pick<ActivityDeps, "graph" | "lookups" | "store" | "quarantine">) {
  const kept = new Map<string, { readonly loadId: string; readonly lookup: Lookup }>();
  const lookupOf = async (table: TableSpec, reference: string): Promise<Lookup> => {
    const build = lookups.get(reference);
    const manifest = await latestUsable(store, tableOf(graph, reference), quarantine);
    if (build === undefined || manifest === undefined) throw missing(table.key, reference);
    const known = kept.get(reference);
    if (known?.loadId === manifest.loadId) return known.lookup;
    const lookup = build(await rowsOf(store, manifest));
    kept.set(reference, { loadId: manifest.loadId, lookup });
    return lookup;
  };
  return async function lookupsOf(table: TableSpec): Promise<ReadonlyMap<string, Lookup>> {
    return new Map(await Promise.all(table.lookups.map(async (key) => [key, await lookupOf(table, key)] as const)));
  };
}

/** An empty load, or one that ingestion refuses, would leave every row of the tables that look into it unknown. */
const isUsable = ({ rows, misfits }: Manifest, limits: QuarantineLimits): boolean =>
  rows > misfits && misfits <= quarantineBudget(rows, limits);

async function latestUsable(
  store: ObjectStore,
  table: TableSpec,
  limits: QuarantineLimits,
): Promise<Manifest | undefined> {
  const landed: { readonly key: string; readonly loadId: string }[] = [];
  for await (const { key } of store.list(tablePrefix(table.source, table.key))) {
    const loadId = parseManifestKey(key)?.loadId;
    if (loadId !== undefined) landed.push({ key, loadId });
  }
  landed.sort((left, right) => (left.loadId < right.loadId ? 1 : -1));
  for (const { key } of landed) {
    const { manifest } = await readManifest(store, key);
    if (isUsable(manifest, limits)) return manifest;
  }
  return undefined;
}

async function rowsOf(store: ObjectStore, manifest: Manifest): Promise<readonly ApiRecord[]> {
  const rows: ApiRecord[] = [];
  for (const part of manifest.parts)
    try {
      for await (const page of someLines(store, part, fits)) rows.push(...page);
    } catch (error) {
      throw unreadable(manifest, part, error);
    }
  return rows;
}

const fits = (_: number, row: LandedRow): boolean => row["_misfit"] === undefined;

const missing = (table: string, reference: string): SillageError =>
  new SillageError({
    code: "lookup.missing",
    message: `${table} is looked up in ${reference}, of which no load with usable rows was landed.`,
    fix: `Extract ${reference} with it: \`sillage run +${table}\`. A dropped file is taken once it is dropped again.`,
  });

/** What the damage of a part means for those who look into it; any other error as it is. */
function unreadable({ table, loadId }: Manifest, { key }: PartInfo, error: unknown): unknown {
  if (!(error instanceof SillageError) || !(error.code in damages)) return error;
  return new SillageError({
    code: "lookup.unreadable",
    message: `The load ${loadId} of ${table} cannot be looked into: its part ${key} ${damages[error.code]}.`,
    fix: `Extract ${table} again, its newest load is looked into: \`sillage run ${table} --full\`.`,
    cause: error,
  });
}

const damages: Readonly<Record<string, string>> = { "load.altered": "was altered", "store.missing": "is missing" };
