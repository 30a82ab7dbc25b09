import { parseInboxKey, parseManifestKey } from "../core/load-keys.ts";
import type { ActivityDeps } from "./deps.ts";
import { foreignLoadId } from "./foreign-load-id.ts";

/** An object that an event told of. */
export type SeenObject = { readonly key: string; readonly etag: string };
/** A load to start: what `ingestLoad` is given. */
export type FoundLoad = {
  readonly table: string;
  readonly loadId: string;
  readonly object: { readonly kind: "manifest" | "foreign"; readonly key: string; readonly etag: string | null };
};

/**
 * Turn events, or without any a listing of the bucket, into loads that the ledger does not know. A run's own manifest
 * younger than `graceMs` is left to its run.
 */
export const createFindLoads = ({
  store,
  database,
  graph,
  clock,
}: Pick<ActivityDeps, "store" | "database" | "graph" | "clock">) =>
  async function findLoads({
    objects,
    graceMs,
  }: {
    readonly objects: readonly SeenObject[];
    readonly graceMs: number;
  }): Promise<{ readonly start: readonly FoundLoad[]; readonly later: readonly SeenObject[] }> {
    const tables = new Set(graph.spec.tables.map((table) => table.key));
    const start: FoundLoad[] = [];
    const later: SeenObject[] = [];
    const seen = objects.length > 0 ? objects : await listed();
    for (const object of seen) {
      const inbox = parseInboxKey(object.key);
      const manifest = parseManifestKey(object.key);
      const table = inbox?.table ?? manifest?.table ?? "";
      const info = tables.has(table) ? await store.head(object.key) : undefined;
      if (info === undefined) continue;
      if (inbox !== undefined)
        start.push({
          table,
          loadId: foreignLoadId(object.key, info.etag, info.lastModified),
          object: { kind: "foreign", key: object.key, etag: info.etag },
        });
      if (manifest === undefined || (await database.loadState(manifest.loadId))?.state === "merged") continue;
      if (clock.now().getTime() - info.lastModified.getTime() < graceMs) later.push(object);
      else
        start.push({ table, loadId: manifest.loadId, object: { kind: "manifest", key: object.key, etag: info.etag } });
    }
    return { start, later };

    async function listed(): Promise<readonly SeenObject[]> {
      const found: SeenObject[] = [];
      for await (const object of store.list("inbox/")) found.push({ key: object.key, etag: object.etag });
      for await (const object of store.list("v1/"))
        if (object.key.endsWith("/_manifest.json")) found.push({ key: object.key, etag: object.etag });
      return found;
    }
  };
