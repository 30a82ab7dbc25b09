import type { Database } from "../../core/ports/database.ts";

/** A run that is begun, ended, asked for and forgotten. */
export async function keepRuns(database: Database): Promise<void> {
  const at = "2026-11-01T00:00:00Z";
  const logical = { logicalAt: at, logicalDay: "2026-11-01", zone: "UTC" };
  const asked = { job: "nightly", selection: null, full: false, trigger: "schedule", who: null };
  await database.beginRun({ id: "r", ...asked, ...logical, rerunOf: null, attempt: 1, startedAt: at, assets: [] });
  const step = { asset: "orders", state: "done", rows: 1, bytes: null, code: null, load: null } as const;
  await database.keepSteps("r", [{ ...step, endedAt: at, ms: 1, detail: "" }]);
  await database.endRun({ id: "r", state: "succeeded", endedAt: at, failures: 0, code: null, detail: "" }, []);
  await database.runs({ job: null, state: null, since: null, asset: null, limit: 1 });
  await database.run("r");
  await database.runSteps("r");
  await database.assetDays("orders");
  await database.claimHousekeeping(at);
  await database.keepHouse({ runDays: 400, stepDays: 90 }, at);
}
