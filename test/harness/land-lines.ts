import { PartWriter } from "../../activities/part-writer.ts";
import type { LandedRow } from "../../core/landed-row.ts";
import { manifestKey } from "../../core/load-keys.ts";
import type { Manifest } from "../../core/manifest.ts";
import type { ObjectStore } from "../../core/ports/object-store.ts";

/** Lines to land, one part a list; `over` replaces fields of the manifest. Of `shop/orders` unless told, `t0` an instant of November 2026. */
export type LandedLines = {
  readonly loadId: string;
  readonly source?: string;
  readonly table?: string;
  readonly t0?: string;
  readonly parts: readonly (readonly LandedRow[])[];
  readonly over?: Partial<Manifest>;
};

/** Land lines as they are, as an extraction does: parts, then the manifest. */
export async function landLines(
  store: ObjectStore,
  { loadId, source = "shop", table = "orders", t0 = "2026-11-24T02:00:00.000Z", parts, over }: LandedLines,
): Promise<{ readonly key: string; readonly manifest: Manifest }> {
  const folder = { source, table, day: t0.slice(0, 10), loadId };
  const writer = new PartWriter({ store, folder, fence: 1, attempt: 1, partBytes: 1 }, []);
  for (const rows of parts) {
    writer.add(rows);
    await writer.flush();
  }
  const rows = parts.flat();
  const manifest: Manifest = {
    v: 1,
    loadId,
    source,
    table,
    schema: "",
    origin: "run",
    pass: "incremental",
    since: null,
    from: {},
    t0,
    elapsedMs: 0,
    maxSeen: null,
    pages: 1,
    requests: 1,
    rows: rows.length,
    misfits: rows.filter((row) => "_misfit" in row).length,
    erased: 0,
    unknownFields: [],
    verified: true,
    parts: writer.parts,
    next: {},
    workflowId: "",
    runId: "",
    ...over,
  };
  const key = manifestKey(folder);
  await store.put(key, new TextEncoder().encode(JSON.stringify(manifest)));
  return { key, manifest };
}
