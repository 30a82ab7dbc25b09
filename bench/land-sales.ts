import { PartWriter } from "../activities/part-writer.ts";
import { tableOf } from "../activities/tables.ts";
import { columnFingerprint } from "../core/column-fingerprint.ts";
import { manifestKey } from "../core/load-keys.ts";
import type { Manifest } from "../core/manifest.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";
import { deployment } from "./deployment/index.ts";
import { landedSale } from "./sample-sales.ts";

const partBytes = 8_000_000;
const pageRows = 5_000;

/** Land made-up sales until `enough` says so, with a manifest, as an extraction does; gives the manifest's key, rows and bytes before gzip. */
export async function landSales(
  store: ObjectStore,
  loadId: string,
  enough: (rows: number, bytes: number) => boolean,
  version = 0,
): Promise<{ readonly key: string; readonly rows: number; readonly bytes: number }> {
  const folder = { source: "shop", table: "sales", day: "2026-11-24", loadId };
  const writer = new PartWriter({ store, folder, fence: 1, attempt: 1, partBytes }, []);
  const landedBytes = (): number => writer.parts.reduce((sum, part) => sum + part.rawBytes, 0);
  let rows = 0;
  while (!enough(rows, landedBytes())) {
    const from = rows;
    rows += pageRows;
    if (writer.add(Array.from({ length: pageRows }, (_, at) => landedSale(from + at + 1, version))))
      await writer.flush();
  }
  await writer.flush();
  const key = manifestKey(folder);
  const manifest: Manifest = {
    v: 1,
    loadId,
    source: "shop",
    table: "sales",
    schema: columnFingerprint(tableOf(deployment.graph, "sales")),
    origin: "run",
    pass: "full",
    since: null,
    from: {},
    t0: "2026-11-24T02:00:00.000Z",
    elapsedMs: 0,
    maxSeen: null,
    pages: 1,
    requests: 1,
    rows,
    misfits: 0,
    unknownFields: [],
    verified: true,
    parts: writer.parts,
    next: {},
    workflowId: "",
    runId: "",
  };
  await store.put(key, new TextEncoder().encode(JSON.stringify(manifest)), { onlyIfAbsent: true });
  return { key, rows, bytes: landedBytes() };
}
