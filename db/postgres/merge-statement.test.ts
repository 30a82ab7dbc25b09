import { afterAll, beforeAll, expect, test } from "vitest";
import { lines, sampleDeployment } from "../../test/contracts/sample-deployment.ts";
import { orders } from "../../test/fakes/people-deployment.ts";
import { familyOf } from "../family.ts";
import { mergeStatement } from "./merge-statement.ts";
import { migrate } from "./migrate.ts";
import { openSession } from "./open-database.ts";
import type { SqlSession } from "./session.ts";

const { tables } = sampleDeployment.graph.spec;
let sql: SqlSession;
beforeAll(async () => {
  sql = await openSession({ memory: true });
  await migrate(sql, [
    { owner: "engine", folder: new URL("migrations/", import.meta.url) },
    { owner: "deployment", folder: new URL("postgres/", sampleDeployment.migrations) },
  ]);
});
afterAll(() => sql.close());

test("no plan compares every row of a slice with every other: staging has no statistics, and the planner expects one row", async () => {
  for (const table of [orders.spec, lines.spec]) {
    const text = mergeStatement(table, familyOf(tables, table))
      .replaceAll("$1", "'01A00000000000000000000001'")
      .replaceAll("$2", "1")
      .replaceAll("$3", "1")
      .replaceAll("$4", "5000");
    const plan = (await sql.query(`explain ${text}`)).map((row) => String(row["QUERY PLAN"])).join("\n");
    expect(plan).toContain("CTE compared");
    expect(plan).not.toContain("Join Filter");
  }
});
