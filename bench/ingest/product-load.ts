import { createFinishLoad } from "../../activities/finish-load.ts";
import { createMergePart } from "../../activities/merge-part.ts";
import { createOpenLoad } from "../../activities/open-load.ts";
import { createStagePart } from "../../activities/stage-part.ts";
import { atMost } from "../../core/at-most.ts";
import type { Database } from "../../core/ports/database.ts";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import { openDatabase, type DatabaseTarget } from "../../db/postgres/open-database.ts";
import { gateRow } from "../../pii/gate.ts";
import { runActivity } from "../../test/harness/run-activity.ts";
import { partsAtOnce } from "../../workflows/ingest-load.ts";
import { fewAtOnce } from "../../workflows/logic/few-at-once.ts";
import { deployment } from "../deployment/index.ts";
import { secondsOf } from "../measurement.ts";
import { unsound } from "../unsound.ts";

/** A database of the product, migrated, its throttle off. */
export async function openProduct(target: DatabaseTarget): Promise<Database> {
  const database = await openDatabase(target, deployment);
  await database.migrate();
  for (const lane of ["default", "merge"]) await database.setThrottle(lane, { enabled: false });
  return database;
}

/** Seconds of one load through the activities of `ingestLoad`, in its order and as many at once. Throws `bench.unsound` when it merged other than `rows`. */
export async function productSeconds(
  database: Database,
  store: ObjectStore,
  manifestKey: string,
  rows: number,
): Promise<number> {
  const quarantine = { share: 0, rows: 0 };
  const deps = { store, database, graph: deployment.graph, gate: gateRow, zone: deployment.zone, quarantine };
  let merged = 0;
  const seconds = await secondsOf(async () => {
    const opened = await runActivity(createOpenLoad(deps), { manifestKey });
    const stagePart = createStagePart(deps);
    const [staging, merging] = [atMost(partsAtOnce.stage), atMost(partsAtOnce.merge)];
    await fewAtOnce(opened.parts, partsAtOnce.work, async (part) => {
      await staging(() => runActivity(stagePart, { manifestKey, ...part }));
      await merging(() => runActivity(createMergePart(deps), { manifestKey, ...part }));
    });
    merged = (await runActivity(createFinishLoad(deps), { manifestKey })).merged;
  });
  if (merged !== rows) throw unsound(`${merged} rows were merged, not ${rows}`);
  return seconds;
}
