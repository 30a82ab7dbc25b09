import { Context } from "@temporalio/activity";
import type { TableSpec } from "../core/spec/asset.ts";
import type { ApiRecord } from "../core/landed-row.ts";
import type { ActivityDeps } from "./deps.ts";
import { keepAlive } from "./keep-alive.ts";
import { tableOf } from "./tables.ts";

/** What a reconciliation found: the count only, for days may be thousands. */
export type Reconciled = { readonly vanished: number };

/** Find rows that the source no longer lists, and flag them. Tables without a listing of ids are left alone. */
export const createReconcileIds = (
  deps: Pick<ActivityDeps, "graph" | "reader" | "sealer" | "database" | "clock" | "maxVanishedShare">,
) =>
  async function reconcileIds({ table: key }: { readonly table: string }): Promise<Reconciled> {
    const table = tableOf(deps.graph, key);
    const { idsPath } = table.read;
    if (idsPath === undefined) return { vanished: 0 };
    const context = Context.current();
    using _beat = keepAlive(() => context.heartbeat({ table: key }));
    const ids = deps.reader.ids(table.source, idsPath, context.cancellationSignal);
    const { vanished } = await deps.database.reconcileIds(table, storedKeys(deps, table, ids), {
      maxShare: deps.maxVanishedShare,
      asOf: deps.clock.now().toISOString(),
    });
    return { vanished };
  };

/** The source's ids as they are stored: people's ids become their pseudonyms. */
async function* storedKeys(
  { sealer }: Pick<ActivityDeps, "sealer">,
  table: TableSpec,
  pages: AsyncIterable<readonly string[]>,
): AsyncIterable<readonly string[]> {
  const key = table.columns.find((column) => column.key > 0);
  for await (const ids of pages) {
    if (key?.derive?.kind !== "pid") {
      yield ids;
      continue;
    }
    const only: TableSpec = { ...table, columns: [key] };
    const records = ids.map((id): ApiRecord => ({ [key.from[0] ?? "id"]: id }));
    const { rows } = await sealer.sealPage(only, records, new Map());
    yield rows.map((row) => String(row[key.name]));
  }
}
