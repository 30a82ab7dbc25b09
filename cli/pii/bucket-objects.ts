import type { ObjectStore } from "../../core/ports/object-store.ts";

/** An object of a load, by what its key says. */
export type LoadObject = { readonly key: string; readonly table: string; readonly day: string };

const pattern = /^v1\/[^/]+\/(?<table>[^/]+)\/dt=(?<day>\d{4}-\d{2}-\d{2})\//;

/** Objects of loads of a day (YYYY-MM-DD) or after whose key ends so. */
export async function* loadObjects(store: ObjectStore, ending: string, since: string): AsyncGenerator<LoadObject> {
  for await (const { key } of store.list("v1/")) {
    const { table, day } = pattern.exec(key)?.groups ?? {};
    if (table !== undefined && day !== undefined && day >= since && key.endsWith(ending)) yield { key, table, day };
  }
}
