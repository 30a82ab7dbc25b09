import type { DeployedGraph } from "../../db/declare/graph.ts";
import { withDatabase } from "../reach.ts";
import type { Settings } from "../settings.ts";
import type { CheckUp } from "./check-up.ts";

/** A load open for longer than this is looked into. Milliseconds. */
const longOpenMs = 6 * 3_600_000;

/** What only a person can mend: a paused throttle, loads that do not end, rows in quarantine. */
export async function waiting(settings: Settings, deployed: () => Promise<DeployedGraph>): ReturnType<CheckUp["look"]> {
  const state = await withDatabase(settings, await deployed(), async (database) => ({
    quarantined: (await database.quarantined()).length,
    throttle: await database.throttleState("default"),
    open: await database.openLoads(),
  }));
  const old = state.open.filter((load) => Date.now() - Date.parse(load.openedAt) > longOpenMs);
  if (state.throttle.paused)
    return {
      state: "warning",
      detail: "the throttle is paused: nothing is loaded",
      fix: "`sillage throttle --resume`.",
    };
  if (old.length > 0)
    return {
      state: "warning",
      detail: `${old.length} loads are open for more than 6 h: ${old.map((load) => load.table).join(", ")}`,
      fix: "Look at `ingest/<table>/<load>` in the Web UI.",
    };
  if (state.quarantined === 0) return "nothing";
  return {
    state: "warning",
    detail: `${state.quarantined} rows in quarantine`,
    fix: "`sillage quarantine list`, mend the declaration, `sillage quarantine replay`.",
  };
}
