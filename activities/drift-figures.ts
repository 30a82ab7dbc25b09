import type { DriftReport } from "../core/ports/asset-entities.ts";
import type { DriftFigures, DriftRecord } from "../core/ports/drift.ts";
import type { ActivityDeps } from "./deps.ts";
import { requestId } from "./request-id.ts";

/** Nothing was found. */
export const noDrift: DriftFigures = { rows: 0, differing: 0, missing: 0, vanished: 0, restored: 0, missed: 0 };

type Deps = Pick<ActivityDeps, "database" | "entities" | "metrics">;

/** What each way of looking can find. */
const kinds = {
  ids: ["vanished", "restored", "missed"],
  reread: ["differing", "missing"],
} as const;

/** Count and keep what was found; where it is refused, or no longer is, the table's entity is told, whose health follows. */
export async function keepDrift(
  { database, entities, metrics }: Deps,
  record: DriftRecord & { readonly kind: DriftReport["by"] },
  refused: string | null,
): Promise<void> {
  for (const kind of kinds[record.kind]) metrics.add("drift_found_total", { table: record.asset, kind }, record[kind]);
  const before = (await database.drifts(record.asset)).find(({ kind }) => kind === record.kind);
  const isNews = refused !== null || before?.state === "refused";
  const found = record.differing + record.missing + record.vanished + record.restored + record.missed;
  if (record.kind === "ids" && found === 0 && !isNews) return;
  await database.recordDrift(record);
  if (isNews) await entities.drifted(record.asset, { by: record.kind, refused }, requestId(`drift-${record.kind}`));
}
