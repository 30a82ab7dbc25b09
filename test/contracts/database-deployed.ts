import { expect, test } from "vitest";
import { declaredGraph, type DeclaredGraph } from "../../core/deploy/declared-graph.ts";
import type { Database } from "../../core/ports/database.ts";
import { recentLoads } from "../../db/declare/load-reads.ts";
import { landedSizes, storedTables } from "../../db/declare/operator-reads.ts";
import { sampleDeployment } from "./sample-deployment.ts";
import { loadOrders } from "./sample-orders.ts";

const sample = declaredGraph(sampleDeployment.graph.spec);
const graphOf = (kpi: string): DeclaredGraph => ({ ...sample, kpis: { [kpi]: { version: "1" } } });

/** What whoever keeps deployed graphs promises, and what a plan reads beside them. */
export function databaseDeployedContract(given: () => Database): void {
  test("nothing is deployed before a worker says so", async () => {
    expect(await given().lastDeployed()).toBeUndefined();
  });

  test("the graph that a worker started with last is the deployed one, as it was declared", async () => {
    const database = given();
    await database.saveDeployed(sample);
    await database.saveDeployed(graphOf("new"));
    const { graph, deployedAt } = (await database.lastDeployed()) ?? {};
    expect([graph, new Date(String(deployedAt)).toISOString()]).toEqual([graphOf("new"), deployedAt]);
  });

  test("a graph that comes back is the deployed one again", async () => {
    const database = given();
    for (const graph of [sample, graphOf("new"), sample]) await database.saveDeployed(graph);
    expect((await database.lastDeployed())?.graph).toEqual(sample);
  });

  test("two workers that start at once write one graph down once", async () => {
    const database = given();
    await Promise.all([database.saveDeployed(sample), database.saveDeployed(sample)]);
    expect(await database.query("select hash from sillage.deployed_graph")).toHaveLength(1);
  });

  test("the last twenty are kept", async () => {
    const database = given();
    for (let count = 0; count < 23; count++) await database.saveDeployed(graphOf(`kpi${count}`));
    expect(await database.query("select hash from sillage.deployed_graph")).toHaveLength(20);
    expect((await database.lastDeployed())?.graph).toEqual(graphOf("kpi22"));
  });

  test("a plan is told which tables are stored, and how many bytes and rows were merged", async () => {
    const database = given();
    await loadOrders(database, "01JDEPLOYED000000000000001", [{ id: 1, at: 1, total: "1.00" }]);
    expect(await database.read(storedTables)).toContainEqual({ schema: "open", table: "orders" });
    const orders = (await database.read(landedSizes)).find((row) => row["asset"] === "orders");
    expect([typeof orders?.["bytes"], Number(orders?.["rows"]) > 0]).toEqual(["number", true]);
  });

  test("operators are told what came in since an instant, and over which time", async () => {
    const database = given();
    await loadOrders(database, "01JRECENT00000000000000001", [{ id: 2, at: 1, total: "1.00" }]);
    const [load] = await database.read(recentLoads("2026-01-01T00:00:00.000Z"));
    expect(load).toMatchObject({
      bytes: expect.any(Number),
      opened_at: expect.any(Date),
      ended_at: expect.any(Date),
    });
    expect(Number(load?.["ended_at"])).toBeGreaterThanOrEqual(Number(load?.["opened_at"]));
    expect(await database.read(recentLoads("2999-01-01T00:00:00.000Z"))).toEqual([]);
  });
}
