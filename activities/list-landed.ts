import { parseManifestKey, tablePrefix } from "../core/load-keys.ts";
import type { ObjectInfo } from "../core/ports/object-store.ts";
import type { ActivityDeps } from "./deps.ts";

/** How far back a listing looks: `recent` as far as a load may be on its way, `full` as far as any may have been missed. */
export type Reach = "recent" | "full";

const hour = 3_600_000;
const reachMs: Readonly<Record<Reach, number>> = { recent: 24 * hour, full: 40 * 24 * hour };

/** Sources under which loads lie that no pass since a mark read. */
const otherSources = ["inbox", "replay", "backfill"];

/** Every object of the inbox, and the manifests of every table's loads within reach. One listing a folder, begun at the day that bounds it. */
export async function listLanded(
  { store, graph, clock }: Pick<ActivityDeps, "store" | "graph" | "clock">,
  reach: Reach,
): Promise<readonly ObjectInfo[]> {
  // A day is told by the product's clock for our own loads, by the store's for dropped files: the earlier one bounds both.
  const from = new Date(Math.min(clock.now().getTime(), Date.now()) - reachMs[reach]).toISOString().slice(0, 10);
  const found = await gathered(store.list("inbox/"));
  for (const table of graph.spec.tables)
    for (const source of [table.source, ...otherSources]) {
      const prefix = tablePrefix(source, table.key);
      found.push(...(await gathered(store.list(prefix, { startAfter: `${prefix}dt=${from}` }), isManifest)));
    }
  return found;
}

const isManifest = ({ key }: ObjectInfo): boolean => parseManifestKey(key) !== undefined;

async function gathered(
  objects: AsyncIterable<ObjectInfo>,
  wanted: (object: ObjectInfo) => boolean = () => true,
): Promise<ObjectInfo[]> {
  const found: ObjectInfo[] = [];
  for await (const object of objects) if (wanted(object)) found.push(object);
  return found;
}
