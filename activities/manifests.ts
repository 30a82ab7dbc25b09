import { SillageError } from "../core/errors.ts";
import { parseManifestKey, tablePrefix } from "../core/load-keys.ts";
import type { Manifest } from "../core/manifest.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { readWhole } from "./read-whole.ts";

/** A manifest as stored. Throws `manifest.missing`, `manifest.invalid`. */
export async function readManifest(
  store: ObjectStore,
  key: string,
): Promise<{ readonly manifest: Manifest; readonly etag: string }> {
  const info = await store.head(key);
  if (info === undefined)
    throw new SillageError({
      code: "manifest.missing",
      message: `There is no manifest at ${key}.`,
      fix: "Check the object store. What its load held is read again by the next run of its table, or by its backfill started anew.",
    });
  return { manifest: parseManifest(key, await readWhole(store, key)), etag: info.etag };
}

function parseManifest(key: string, bytes: Uint8Array): Manifest {
  const invalid = (why: string, cause?: unknown) =>
    new SillageError({
      code: "manifest.invalid",
      message: `The object ${key} is no manifest: ${why}.`,
      fix: "Remove it; a manifest is only ever written by the product.",
      cause,
    });
  const parsed: unknown = tryParse(bytes);
  if (!isManifest(parsed)) throw invalid("it does not hold the fields of version 1");
  if (parsed.loadId !== parseManifestKey(key)?.loadId) throw invalid("it names another load than its key");
  return parsed;
}

function tryParse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function isManifest(value: unknown): value is Manifest {
  return (
    typeof value === "object" &&
    value !== null &&
    "v" in value &&
    value.v === 1 &&
    "loadId" in value &&
    typeof value.loadId === "string" &&
    "table" in value &&
    typeof value.table === "string" &&
    "parts" in value &&
    Array.isArray(value.parts) &&
    "next" in value &&
    "rows" in value &&
    typeof value.rows === "number"
  );
}

/** The manifest of the latest of our own loads of a table: load ids are in order of time. Undefined when none was landed. */
export async function latestManifest(store: ObjectStore, table: TableSpec): Promise<Manifest | undefined> {
  let latest: { readonly key: string; readonly loadId: string } | undefined;
  for await (const object of store.list(tablePrefix(table.source, table.key))) {
    const folder = parseManifestKey(object.key);
    if (folder !== undefined && (latest === undefined || folder.loadId > latest.loadId))
      latest = { key: object.key, loadId: folder.loadId };
  }
  return latest && (await readManifest(store, latest.key)).manifest;
}
