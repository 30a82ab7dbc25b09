import { Context } from "@temporalio/activity";
import { foreignFolder } from "../core/foreign-folder.ts";
import { manifestKey } from "../core/load-keys.ts";
import type { ApiRecord } from "../core/landed-row.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { foreignRecords } from "./adapters/foreign-records.ts";
import { storeError } from "./adapters/store-errors.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";
import { landForeign, type ForeignPage } from "./land-foreign.ts";
import { createLookups } from "./load-lookups.ts";
import { tableOf } from "./tables.ts";

/** A file may be written in local time, or by a clock that nobody keeps. */
const dayMs = 86_400_000;

/** An object dropped by hand, and the load it becomes. */
export type ForeignRequest = {
  readonly key: string;
  /** Of the object that was seen; null takes whatever is there. */
  readonly etag: string | null;
  readonly table: string;
  readonly loadId: string;
};

/** Seal a hand-dropped object into parts with a manifest, then remove the clear object and its versions; another that was dropped in its place meanwhile stays. Safe to run twice, on any day. Throws `foreign.unreadable`, `store.changed`. */
export function createSealForeign(
  deps: Pick<ActivityDeps, "graph" | "store" | "sealer" | "lookups" | "partBytes" | "quarantine">,
) {
  const lookupsOf = createLookups(deps);
  return async function sealForeign(request: ForeignRequest): Promise<void> {
    const context = Context.current();
    using _beat = keepAlive(() => context.heartbeat({ table: request.table }));
    const table = tableOf(deps.graph, request.table);
    const folder = foreignFolder(table.key, request.loadId);
    const info = await deps.store.head(request.key);
    const etag = request.etag ?? info?.etag;
    if ((await deps.store.head(manifestKey(folder))) === undefined) {
      if (info === undefined || etag === undefined) throw storeError.changed(request.key);
      const asOf = info.lastModified.toISOString();
      const pages = sealedPages(table, request.key, etag, asOf, context.cancellationSignal);
      await landForeign(deps, table, folder, { t0: asOf, elapsedMs: 0, aheadMs: dayMs }, pages);
    }
    if (etag !== undefined) await deps.store.remove(request.key, { etag });
  };

  async function* sealedPages(
    table: TableSpec,
    key: string,
    etag: string,
    asOf: string,
    signal: AbortSignal,
  ): AsyncGenerator<ForeignPage> {
    const lookups = await lookupsOf(table);
    for await (const records of foreignRecords(await deps.store.read(key, { etag, signal }), key, table))
      yield deps.sealer.sealPage(
        table,
        records.reveal().map((record) => dated(table, record, asOf)),
        lookups,
      );
  }
}

/** A record whose cursor field is missing is as old as its file. */
function dated(table: TableSpec, record: ApiRecord, asOf: string): ApiRecord {
  const path = table.columns.find((column) => column.cursor && column.type.kind === "instant")?.from[0];
  return path === undefined || (record[path] !== undefined && record[path] !== null)
    ? record
    : { ...record, [path]: asOf };
}
