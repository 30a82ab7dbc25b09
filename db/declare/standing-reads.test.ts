import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../core/ports/database.ts";
import { sampleDeployment } from "../../test/contracts/sample-deployment.ts";
import { databaseOn, openSession } from "../postgres/open-database.ts";
import { failedSteps } from "./standing-reads.ts";

let database: Database;
beforeAll(async () => {
  database = databaseOn(await openSession({ memory: true }), sampleDeployment);
  await database.migrate();
});
afterAll(() => database.close());

test("which assets' last step failed is found by indexes, however many steps are kept", async () => {
  await database.query(`insert into sillage.run_step (run_id, asset, ended_at, rows, ms, state, detail)
    select 'run/' || run, 'asset/' || asset, timestamptz '2026-01-01' + run * interval '1 hour', 0, 1, case when run % 500 = asset then 'failed' else 'done' end, ''
    from generate_series(1, 1000) as run, generate_series(1, 20) as asset`);
  await database.query("analyze sillage.run_step");
  const plan = await database.query(`explain ${failedSteps.postgres.text}`);
  const lines = plan.map((row) => String(row["QUERY PLAN"])).join("\n");
  expect(lines).toContain("run_step_failed");
  expect(lines).toContain("run_step_asset");
  expect(lines).not.toMatch(/Seq Scan|Sort/);
});
