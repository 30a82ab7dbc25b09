import { expect, test } from "vitest";
import { assetGraph } from "../core/graph/asset-graph.ts";
import { martOf, specOf, tableOf } from "../test/fakes/specs.ts";
import { createPlanRun } from "./plan-run.ts";

const planRun = createPlanRun({
  graph: assetGraph(
    specOf({
      tables: [tableOf("orders")],
      marts: [martOf("orders_daily", ["orders"])],
      jobs: [{ name: "nightly", select: "*", trigger: { kind: "command" } }],
    }),
  ),
});

test("a job's plan is that of its selection, a selection's its own", async () => {
  const assets = async (job: string, selection: string | null) =>
    (await planRun({ job, selection })).steps.map(({ asset }) => asset);
  expect(await assets("nightly", null)).toEqual(["orders", "orders_daily"]);
  expect(await assets("selection", "kind:mart")).toEqual(["orders_daily"]);
});

test("a selection of more than one run may walk is refused before anything is done", async () => {
  const tables = Array.from({ length: 751 }, (_, at) => tableOf(`t${at}`));
  const many = createPlanRun({ graph: assetGraph(specOf({ tables })) });
  await expect(many({ job: "all", selection: "*" })).rejects.toMatchObject({ code: "run.too-many-assets" });
  expect((await many({ job: "all", selection: "* and not t0" })).steps).toHaveLength(750);
});

test("a job that is not declared is told, with those that are", async () => {
  await expect(planRun({ job: "nihgtly", selection: null })).rejects.toMatchObject({
    code: "job.unknown",
    message: 'There is no job "nihgtly". Choose among nightly, or give a selection of assets.',
  });
});
