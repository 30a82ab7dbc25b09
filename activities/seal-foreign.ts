import { Context } from "@temporalio/activity";
import { fingerprint } from "../core/fingerprint.ts";
import { manifestKey } from "../core/load-keys.ts";
import type { ApiRecord } from "../core/landed-row.ts";
import type { Manifest } from "../core/manifest.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { SillageError } from "../core/errors.ts";
import { foreignRecords } from "./adapters/foreign-records.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";
import { createLookups } from "./load-lookups.ts";
import { PartWriter } from "./part-writer.ts";
import { tableOf } from "./tables.ts";

/** An object dropped by hand, and the load it becomes. */
export type ForeignRequest = {
  readonly key: string;
  readonly etag: string | null;
  readonly table: string;
  readonly loadId: string;
};

/** Seal a hand-dropped object into parts with a manifest, then remove the clear object and its versions. Safe to run twice. */
export function createSealForeign(
  deps: Pick<ActivityDeps, "graph" | "store" | "sealer" | "lookups" | "clock" | "partBytes">,
) {
  const lookupsOf = createLookups(deps);
  return async function sealForeign(request: ForeignRequest): Promise<{ readonly manifestKey: string }> {
    const context = Context.current();
    using _beat = keepAlive(() => context.heartbeat({ table: request.table }));
    const table = tableOf(deps.graph, request.table);
    const info = await deps.store.head(request.key);
    const day = (info?.lastModified ?? deps.clock.now()).toISOString().slice(0, 10);
    const folder = { source: "inbox", table: table.key, day, loadId: request.loadId };
    const key = manifestKey(folder);
    if ((await deps.store.head(key)) === undefined && info !== undefined) await land();
    await deps.store.remove(request.key);
    return { manifestKey: key };

    async function land(): Promise<void> {
      const lookups = await lookupsOf(table);
      const lastModified = (info?.lastModified ?? deps.clock.now()).toISOString();
      const writer = new PartWriter(
        { store: deps.store, folder, fence: 0, attempt: context.info.attempt, partBytes: deps.partBytes },
        [],
      );
      const counted = { rows: 0, misfits: 0, unknown: new Set<string>() };
      for await (const records of foreignRecords(
        await deps.store.read(request.key),
        request.key,
        context.cancellationSignal,
      )) {
        const sealed = await deps.sealer.sealPage(
          table,
          records.map((record) => dated(table, record, lastModified)),
          lookups,
        );
        counted.rows += sealed.rows.length;
        counted.misfits += sealed.misfits;
        for (const name of sealed.unknownFields) counted.unknown.add(name);
        if (writer.add(sealed.rows)) await writer.flush();
      }
      await writer.flush();
      const manifest: Manifest = {
        v: 1,
        loadId: request.loadId,
        source: "inbox",
        table: table.key,
        schema: fingerprint(JSON.stringify(table.columns)),
        origin: "foreign",
        pass: "incremental",
        since: null,
        t0: lastModified,
        elapsedMs: 0,
        maxSeen: null,
        pages: 1,
        requests: 0,
        rows: counted.rows,
        misfits: counted.misfits,
        unknownFields: [...counted.unknown],
        verified: true,
        parts: writer.parts,
        next: {},
        workflowId: context.info.workflowExecution?.workflowId ?? "",
        runId: context.info.workflowExecution?.runId ?? "",
      };
      await deps.store
        .put(key, new TextEncoder().encode(JSON.stringify(manifest, undefined, 1)), { onlyIfAbsent: true })
        .catch((error: unknown) => {
          if (!(error instanceof SillageError) || error.code !== "store.exists") throw error;
        });
    }
  };
}

/** A record whose cursor field is missing is as old as its file. */
function dated(table: TableSpec, record: ApiRecord, lastModified: string): ApiRecord {
  const path = table.columns.find((column) => column.cursor && column.type.kind === "instant")?.from[0];
  return path === undefined || (record[path] !== undefined && record[path] !== null)
    ? record
    : { ...record, [path]: lastModified };
}
