import { Context } from "@temporalio/activity";
import { columnFingerprint } from "../core/column-fingerprint.ts";
import { SillageError } from "../core/errors.ts";
import { fieldNames } from "../core/field-names.ts";
import type { LandedRow } from "../core/landed-row.ts";
import { manifestKey, type LoadFolder } from "../core/load-keys.ts";
import type { Manifest } from "../core/manifest.ts";
import type { Reading } from "../core/ordered-at.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import type { ActivityDeps } from "./deps.ts";
import { PartWriter } from "./part-writer.ts";

/** A page of landed lines, with what sealing found. */
export type ForeignPage = {
  readonly rows: readonly LandedRow[];
  readonly misfits: number;
  readonly erased: number;
  readonly unknownFields: readonly string[];
};

/** Land lines that no pass of ours read: parts, then a manifest that moves no mark. `reading` places their versions among all. A manifest already there stays. */
export async function landForeign(
  deps: Pick<ActivityDeps, "store" | "partBytes">,
  table: TableSpec,
  folder: LoadFolder,
  reading: Reading,
  pages: AsyncIterable<ForeignPage>,
): Promise<void> {
  const { info } = Context.current();
  const writer = new PartWriter(
    { store: deps.store, folder, fence: 0, attempt: info.attempt, partBytes: deps.partBytes },
    [],
  );
  const counted = { rows: 0, misfits: 0, erased: 0, unknown: new Set<string>() };
  for await (const page of pages) {
    counted.rows += page.rows.length;
    counted.misfits += page.misfits;
    counted.erased += page.erased;
    for (const name of page.unknownFields) counted.unknown.add(name);
    if (writer.add(page.rows)) await writer.flush();
  }
  await writer.flush();
  const manifest: Manifest = {
    v: 1,
    loadId: folder.loadId,
    source: folder.source,
    table: table.key,
    schema: columnFingerprint(table),
    origin: "foreign",
    pass: "incremental",
    since: null,
    from: {},
    t0: reading.t0,
    elapsedMs: reading.elapsedMs,
    ...(reading.aheadMs !== undefined && { aheadMs: reading.aheadMs }),
    maxSeen: null,
    pages: 1,
    requests: 0,
    rows: counted.rows,
    misfits: counted.misfits,
    erased: counted.erased,
    unknownFields: fieldNames(counted.unknown),
    verified: true,
    parts: writer.parts,
    next: {},
    workflowId: info.workflowExecution?.workflowId ?? "",
    runId: info.workflowExecution?.runId ?? "",
  };
  await deps.store
    .put(manifestKey(folder), new TextEncoder().encode(JSON.stringify(manifest, undefined, 1)), { onlyIfAbsent: true })
    .catch((error: unknown) => {
      if (!(error instanceof SillageError) || error.code !== "store.exists") throw error;
    });
}
