import { columnFingerprint } from "../core/column-fingerprint.ts";
import { SillageError } from "../core/errors.ts";
import { fieldNames } from "../core/field-names.ts";
import { manifestKey, stateKey } from "../core/load-keys.ts";
import type { Manifest, Mark, RequestWindow } from "../core/manifest.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { advanceMark } from "../core/watermark/advance-mark.ts";
import type { ActivityDeps } from "./deps.ts";
import type { Landed } from "./extract-pages.ts";
import type { Pass } from "./start-pass.ts";
import { tableOf } from "./tables.ts";

/** What a manifest is made of. */
export type ManifestRequest = {
  readonly pass: Pass;
  readonly landed: Landed;
  readonly workflowId: string;
  readonly runId: string;
};

/** Write the manifest, the commit point of a landing, then the table's time stamp file, which a backfill leaves alone as it does the mark. Safe to run twice. */
export const createWriteManifest = ({ graph, store, clock }: Pick<ActivityDeps, "graph" | "store" | "clock">) =>
  async function writeManifest({
    pass,
    landed,
    workflowId,
    runId,
  }: ManifestRequest): Promise<{ readonly key: string; readonly mark: Mark }> {
    const table = tableOf(graph, pass.table);
    const advanced = advanceMark(pass.mark, {
      t0: landed.t0,
      elapsedMs: landed.elapsedMs,
      maxSeen: landed.maxSeen,
      maxVersion: landed.maxVersion,
      verified: landed.verified,
      pass: pass.pass,
    });
    const next = pass.origin === "backfill" ? pass.mark : advanced;
    const manifest = manifestOf(table, { pass, landed, workflowId, runId }, next);
    const key = manifestKey({
      source: pass.origin ?? table.source,
      table: table.key,
      day: pass.day,
      loadId: pass.loadId,
    });
    await store
      .put(key, toBytes(manifest), { onlyIfAbsent: true, contentType: "application/json" })
      .catch(ignoreExisting);
    if (pass.origin === "backfill") return { key, mark: next };
    await store.put(
      stateKey(table.key),
      toBytes({ table: table.key, mark: next, collectedAt: clock.now().toISOString(), load: pass.loadId }),
      { contentType: "application/json" },
    );
    return { key, mark: next };
  };

function manifestOf(table: TableSpec, { pass, landed, workflowId, runId }: ManifestRequest, next: Mark): Manifest {
  return {
    v: 1,
    loadId: pass.loadId,
    source: pass.origin ?? table.source,
    table: table.key,
    schema: columnFingerprint(table),
    origin: pass.origin ?? "run",
    pass: pass.pass,
    since: pass.since ?? pass.version,
    window: windowOf(pass, table),
    from: pass.from ?? pass.mark,
    t0: landed.t0,
    elapsedMs: landed.elapsedMs,
    maxSeen: landed.maxSeen ?? landed.maxVersion,
    pages: landed.pages,
    requests: landed.requests,
    rows: landed.rows,
    misfits: landed.misfits,
    erased: landed.erased,
    drift: { missing: landed.missing, beyond: landed.beyond },
    unknownFields: fieldNames(landed.unknownFields),
    verified: landed.verified,
    parts: landed.parts,
    next,
    workflowId,
    runId,
  };
}

/** What the pass asked for. */
const windowOf = ({ since, version, until }: Pass, { read: { filter, overlapMs } }: TableSpec): RequestWindow => ({
  since: since ?? version,
  until,
  overlap: filter.kind === "version" ? filter.overlap : overlapMs,
  filter: filter.kind,
});

const toBytes = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, undefined, 1)}\n`);

function ignoreExisting(error: unknown): void {
  if (!(error instanceof SillageError) || error.code !== "store.exists") throw error;
}
