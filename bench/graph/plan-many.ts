import { planDeploy } from "../../cli/plan/plan-deploy.ts";
import { readDeployed } from "../../cli/plan/read-deployed.ts";
import { declaredGraph } from "../../core/deploy/declared-graph.ts";
import { planOf } from "../../core/graph/plan.ts";
import type { Database } from "../../core/ports/database.ts";
import { unsound } from "../unsound.ts";
import type { manyAssets } from "./many-assets.ts";

type ManyGraph = ReturnType<typeof manyAssets>["graph"];

/** Nights whose steps are kept one by one, as the product keeps them. */
export const keptNights = 90;

/** Write down a graph that is deployed, of which the code's declares one table in a hundred otherwise, and the steps of its nights. Returns its bytes. */
export async function deployMany(database: Database, graph: ManyGraph): Promise<number> {
  const declared = declaredGraph(graph.spec);
  const assets = declared.assets.map((asset, at) =>
    at % 100 === 0 ? { ...asset, words: { ...asset.words, subject: "buyer" } } : asset,
  );
  await database.saveDeployed({ ...declared, assets });
  await database.query("delete from sillage.run_step");
  await database.query(
    `insert into sillage.run_step (run_id, asset, ended_at, rows, bytes, ms, state, code, load_id, detail)
     select 'run/' || night, asset, timestamptz '2026-01-01' + night * interval '1 day', 1, null, 60000, 'done', null, null, ''
     from generate_series(1, ${keptNights}) as night cross join unnest($1::text[]) as asset`,
    [assets.map(({ key }) => key)],
  );
  await database.query("analyze sillage.run_step");
  return JSON.stringify(declared).length;
}

/** As `sillage plan` does it, from the database on: what is deployed is read and compared with the code, and costs are told. Then a run of all is planned. */
export async function planMany(database: Database, graph: ManyGraph): Promise<void> {
  const facts = await readDeployed(database, declaredGraph(graph.spec), undefined);
  const { redo } = planDeploy(graph, facts, "");
  planOf(graph, "all", "*");
  if (!redo.some(({ kind, minutes }) => kind === "mart" && minutes === 1))
    throw unsound("no mart was told its minutes");
}
