import { castValue } from "../core/cast/cast-value.ts";
import type { ApiRecord } from "../core/landed-row.ts";
import type { Manifest } from "../core/manifest.ts";
import type { ListedBy, PassMerged } from "../core/ports/database.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { isDropped, type ColumnSpec } from "../core/spec/column.ts";
import { skewBudgetMs } from "../core/watermark/t0.ts";
import type { ActivityDeps } from "./deps.ts";
import { readManifest } from "./manifests.ts";
import { someLines } from "./misfit-pages.ts";
import { rowCaster } from "./to-staged-row.ts";

type Deps = Pick<ActivityDeps, "reader" | "sealer" | "store" | "zone" | "database">;

/** Keys as they are stored, and the load whose rows they are where the source lists none. */
type Listed = { readonly keys: AsyncIterable<readonly string[]>; readonly listedBy?: ListedBy };

/** What a table is compared with: the source's listing of ids, or what a load that read everything brought, unless rows of it are in quarantine, whose keys nobody can read. Undefined for nothing. Throws `source.*`, `load.altered`, `store.missing`, `manifest.*`. */
export async function listingOf(
  deps: Deps,
  table: TableSpec,
  after: PassMerged | null,
  signal: AbortSignal,
): Promise<Listed | undefined> {
  const { idsPath } = table.read;
  if (idsPath !== undefined) return { keys: storedKeys(deps, table, deps.reader.ids(table.source, idsPath, signal)) };
  if (after?.whole !== true) return undefined;
  const load = await deps.database.loadState(after.loadId);
  if (load?.state !== "merged" || load.quarantined > 0) return undefined;
  const { manifest } = await readManifest(deps.store, load.manifestKey);
  return {
    keys: loadedKeys(deps, table, manifest, signal),
    listedBy: { loadId: after.loadId, readFrom: earliest(manifest) },
  };
}

/** T0 is the source's clock's, which may be ahead of the database's. */
const earliest = ({ t0 }: Manifest): string => new Date(Date.parse(t0) - skewBudgetMs).toISOString();

/** The keys of a load's rows as they are stored, those of several columns joined. */
async function* loadedKeys(
  { store, zone }: Pick<Deps, "store" | "zone">,
  table: TableSpec,
  manifest: Manifest,
  signal: AbortSignal,
): AsyncIterable<readonly string[]> {
  const cast = rowCaster(table, zone, manifest);
  const columns = table.columns.filter((column) => !isDropped(column));
  const keys = columns.filter((column) => column.key > 0).toSorted((left, right) => left.key - right.key);
  const places = keys.map((column) => columns.indexOf(column));
  for (const info of manifest.parts)
    for await (const rows of someLines(store, info, () => true, signal))
      yield rows.flatMap((landed) => {
        const { kind, row } = cast(landed, 1);
        return kind === "row" ? [places.map((place) => String(row.values[place])).join(":")] : [];
      });
}

/** The source's ids as they are stored: cast like the column that holds them, and people's ids become their pseudonyms. One of several columns is left as it came. */
async function* storedKeys(
  { sealer }: Pick<ActivityDeps, "sealer">,
  table: TableSpec,
  pages: AsyncIterable<readonly string[]>,
): AsyncIterable<readonly string[]> {
  const [key, ...more] = table.columns.filter((column) => column.key > 0);
  for await (const ids of pages) {
    if (key?.derive?.kind !== "pid") {
      yield key === undefined || more.length > 0 ? ids : ids.map((id) => castId(key, id));
      continue;
    }
    const only: TableSpec = { ...table, columns: [key] };
    const records = ids.map((id): ApiRecord => ({ [key.from[0] ?? "id"]: id }));
    const { rows } = await sealer.sealPage(only, records, new Map());
    yield rows.map((row) => String(row[key.name]));
  }
}

/** An id as its column holds it; one that does not fit is told as it came, and is stored nowhere. Its column's rules are not asked: a row that was stored before one was declared is still there. */
function castId(key: ColumnSpec, id: string): string {
  const cast = castValue(key.type, id);
  return cast.ok && cast.value !== null ? String(cast.value) : id;
}
