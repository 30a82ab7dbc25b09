import { afterEach, beforeEach, expect, test } from "vitest";
import { sampleDeployment } from "../../test/contracts/sample-deployment.ts";
import { tdsServer, type TdsServer } from "../../test/harness/tds-server.ts";
import type { Database } from "../../core/ports/database.ts";
import { openMssql } from "./open-database.ts";

/** Every statement that is a mart's or a migration's own takes longer than the URL allows one. */
const slow = /insert into #rebuilt|create table \[(?:open|mart)\]/i;
let server: TdsServer;
let database: Database;
beforeEach(async () => {
  server = await tdsServer({ script: (arrival) => ("text" in arrival && slow.test(arrival.text) ? later : undefined) });
  database = openMssql(server.url("&requestTimeout=250"), sampleDeployment, "api");
});
afterEach(async () => {
  await database.close();
  await server.close();
});
const later = { afterMs: 400 };
const attentions = () => server.arrivals.filter(({ kind }) => kind === "attention").length;
const slowOnes = () => server.told().filter((text) => slow.test(text)).length;

test("a migration takes as long as it takes, whoever applies it", async () => {
  expect(await database.migrate()).toContain("deployment/0001_initial");
  expect(slowOnes()).toBeGreaterThan(0);
  expect(attentions()).toBe(0);
});

test("a mart's first build takes as long as it takes", async () => {
  const [mart] = sampleDeployment.graph.spec.marts;
  if (mart === undefined) throw new Error("The sample has a mart.");
  expect(await database.buildMart(mart, undefined)).toMatchObject({ changed: true });
  expect(slowOnes()).toBeGreaterThan(0);
  expect(attentions()).toBe(0);
});
