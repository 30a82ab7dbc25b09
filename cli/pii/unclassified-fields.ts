import { readManifest } from "../../activities/manifests.ts";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { loadObjects } from "./bucket-objects.ts";

/** A field that a source sent and no column declares: it is sealed whole, or dropped, until somebody classifies it. */
export type UnclassifiedField = { readonly table: string; readonly field: string; readonly lastSeen: string };

/** Fields that manifests of a day (YYYY-MM-DD) or after name, and that are still undeclared. Names of fields only. */
export async function unclassifiedFields(
  store: ObjectStore,
  tables: readonly TableSpec[],
  since: string,
): Promise<readonly UnclassifiedField[]> {
  const found = new Map<string, UnclassifiedField>();
  for await (const { key, table, day } of loadObjects(store, "/_manifest.json", since)) {
    const spec = tables.find((one) => one.key === table);
    if (spec === undefined) continue;
    const { manifest } = await readManifest(store, key);
    for (const field of manifest.unknownFields) {
      const name = `${table}.${field}`;
      if (!isDeclared(spec, field) && day >= (found.get(name)?.lastSeen ?? ""))
        found.set(name, { table, field, lastSeen: day });
    }
  }
  return [...found.values()].sort((left, right) =>
    `${left.table}.${left.field}`.localeCompare(`${right.table}.${right.field}`),
  );
}

const isDeclared = ({ columns, ignored }: TableSpec, field: string): boolean =>
  ignored.includes(field) || columns.some(({ from }) => from.includes(field));
