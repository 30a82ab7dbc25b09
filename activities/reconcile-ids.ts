import { Context } from "@temporalio/activity";
import { SillageError } from "../core/errors.ts";
import type { TablePart, TableSpec } from "../core/spec/asset.ts";
import type { PassMerged, Reconciliation } from "../core/ports/database.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepDrift, noDrift } from "./drift-figures.ts";
import { keepAlive } from "./keep-alive.ts";
import { listingOf } from "./listing-of.ts";
import { loadedMark } from "./loaded-mark.ts";
import { dueReread, type Reread } from "./rereads.ts";
import { requestId } from "./request-id.ts";
import { tableOf } from "./tables.ts";

/** What a reconciliation found: counts only, for days may be thousands; and the share of history that is due to be read again, null for none. */
export type Reconciled = Omit<Reconciliation, "days"> & { readonly reread?: Reread | null };

const nothing = { vanished: 0, restored: 0, absent: 0, missed: 0 };

type Deps = Pick<
  ActivityDeps,
  | "graph"
  | "reader"
  | "sealer"
  | "store"
  | "zone"
  | "database"
  | "entities"
  | "clock"
  | "metrics"
  | "maxVanishedShare"
  | "drift"
>;

/** Which table, after which load (null: after none, nothing was read since the last one), and which parts there are besides reading what is new; absent: all. */
type Asked = { readonly table: string; readonly after: PassMerged | null; readonly parts?: readonly TablePart[] };

/**
 * Compare a table with the ids that its source lists: flag rows that vanished, take back flags of rows that are listed
 * again, count listed ones that are not stored. Where it lists none, a load that read everything is the listing, unless
 * rows of it are in quarantine, whose keys nobody can read. What was found, or refused, is kept and counted as drift.
 */
export const createReconcileIds = (deps: Deps) =>
  async function reconcileIds({ table: key, after, parts = ["ids", "history"] }: Asked): Promise<Reconciled> {
    const table = tableOf(deps.graph, key);
    const found = parts.includes("ids") ? await reconciled(deps, table, after) : nothing;
    return { ...found, reread: parts.includes("history") ? await dueReread(deps, table) : null };
  };

async function reconciled(deps: Deps, table: TableSpec, after: PassMerged | null): Promise<Reconciled> {
  const context = Context.current();
  using _beat = keepAlive(() => context.heartbeat({ table: table.key }));
  const listed = await listingOf(deps, table, after, context.cancellationSignal);
  if (listed === undefined) return nothing;
  const asOf = deps.clock.now().toISOString();
  const { keys, ...by } = listed;
  const options = { maxShare: deps.maxVanishedShare, asOf, after, ...by };
  const record = {
    id: `ids/${after?.loadId ?? requestId("ids")}`,
    asset: table.key,
    at: asOf,
    kind: "ids",
    since: null,
    until: null,
  } as const;
  const kept = { ...record, ...noDrift, load: after?.loadId ?? null };
  try {
    const found = await deps.database.reconcileIds(table, keys, options);
    const { vanished, restored, absent, missed } = found;
    if (absent > 0) context.log.warn("listed ids are not stored", { table: table.key, absent, missed });
    await keepDrift(deps, { ...kept, vanished, restored, missed, state: "merged" }, null);
    if (vanished + restored > 0) await tell(deps, table, after?.loadId ?? null);
    return { vanished, restored, absent, missed };
  } catch (error) {
    if (error instanceof SillageError && error.code.startsWith("reconcile."))
      await keepDrift(deps, { ...kept, state: "refused" }, error.message);
    throw error;
  }
}

/** The entity is told what was flagged or taken back as it is told a load: its dependants have something new. */
async function tell(
  { database, entities, clock }: Pick<ActivityDeps, "database" | "entities" | "clock">,
  { key }: Pick<TableSpec, "key">,
  load: string | null,
): Promise<void> {
  const mirror = await database.mirror(key);
  await entities.materialised(
    key,
    {
      id: mirror?.materialisationId ?? null,
      rows: mirror?.rows ?? 0,
      load,
      ...loadedMark(mirror, clock.now()),
      origin: "run",
    },
    requestId("reconciled"),
  );
}
