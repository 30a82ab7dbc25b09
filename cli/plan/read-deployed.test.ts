import { afterAll, beforeAll, expect, test } from "vitest";
import { declaredGraph } from "../../core/deploy/declared-graph.ts";
import type { Database } from "../../core/ports/database.ts";
import type { RunStep } from "../../core/ports/runs.ts";
import { openDatabase } from "../../db/open-database.ts";
import { ordersDaily, peopleDeployment } from "../../test/fakes/people-deployment.ts";
import { readDeployed } from "./read-deployed.ts";

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ memory: true }, peopleDeployment);
  await database.migrate();
});
afterAll(() => database.close());

const code = declaredGraph(peopleDeployment.graph.spec);
const { key } = ordersDaily.spec;
let runs = 0;
const built = (ms: number, state: RunStep["state"] = "done"): RunStep => ({
  asset: key,
  state,
  endedAt: new Date(Date.UTC(2026, 0, 1) + runs * 60_000).toISOString(),
  rows: 1,
  bytes: null,
  code: null,
  load: null,
  ms,
  detail: "",
});
const run = (step: RunStep) => database.keepSteps(`run/${++runs}`, [step]);

test("a mart that is built anew is told with the median of its last ten builds that changed something, and one that never was with none", async () => {
  const assets = code.assets.map((asset) =>
    asset.key === key ? { ...asset, words: { ...asset.words, version: "another" } } : asset,
  );
  await database.saveDeployed({ ...code, assets });
  expect((await readDeployed(database, code, undefined)).buildMs).toEqual(new Map());
  for (const ms of [900_000, 900_000, ...Array.from({ length: 10 }, (_, at) => (at + 1) * 1_000)]) await run(built(ms));
  await run(built(1, "unchanged"));
  await run(built(1, "failed"));
  expect((await readDeployed(database, code, undefined)).buildMs).toEqual(new Map([[key, 5_500]]));
});

test("where nothing is built anew no build is asked for", async () => {
  await database.saveDeployed(code);
  expect(await readDeployed(database, code, 500)).toMatchObject({ buildMs: new Map(), rate: 500 });
});
