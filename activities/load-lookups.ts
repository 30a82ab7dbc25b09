import type { ApiRecord } from "../core/landed-row.ts";
import type { Lookup } from "../core/ports/sealer.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { readLines } from "./adapters/line-codec.ts";
import { latestManifest } from "./manifests.ts";
import type { ActivityDeps } from "./deps.ts";
import { tableOf } from "./tables.ts";

/** Lookups of a table's reference tables, from their latest landed loads; kept in memory until a newer load is landed. */
export function createLookups({ graph, lookups, store }: Pick<ActivityDeps, "graph" | "lookups" | "store">) {
  const kept = new Map<string, { readonly loadId: string; readonly lookup: Lookup }>();
  const lookupOf = async (reference: string): Promise<Lookup | undefined> => {
    const build = lookups.get(reference);
    const manifest = await latestManifest(store, tableOf(graph, reference));
    if (build === undefined || manifest === undefined) return undefined;
    const known = kept.get(reference);
    if (known?.loadId === manifest.loadId) return known.lookup;
    const rows: ApiRecord[] = [];
    for (const part of manifest.parts)
      for await (const lines of readLines(await store.read(part.key)))
        for (const line of lines) rows.push(JSON.parse(line));
    const lookup = build(rows);
    kept.set(reference, { loadId: manifest.loadId, lookup });
    return lookup;
  };
  return async function lookupsOf(table: TableSpec): Promise<ReadonlyMap<string, Lookup>> {
    const found = await Promise.all(table.lookups.map(async (key) => [key, await lookupOf(key)] as const));
    return new Map(found.flatMap(([key, lookup]) => (lookup === undefined ? [] : [[key, lookup] as const])));
  };
}
