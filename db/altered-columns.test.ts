import { expect, test } from "vitest";
import { sampleDeployment } from "../test/contracts/sample-deployment.ts";
import { openDatabase } from "./open-database.ts";

const alterations = [
  ['alter table "open".lines rename column total to hidden', "open.lines.total is missing"],
  [
    'alter table "open".orders alter column total type numeric(10,2)',
    "open.orders.total is numeric(10,2), declared numeric(18,2)",
  ],
  ['alter table "open".orders alter column _load drop not null', "open.orders._load may be null, declared not null"],
  [
    'alter table "open".orders alter column business_day set not null',
    "open.orders.business_day may not be null, declared null",
  ],
  ['drop table "staging".people', "staging.people is missing, or not to be seen by this login"],
] as const;

test("each way in which a table may differ from its declaration is told, columns that nobody declared are not", async () => {
  const database = await openDatabase({ memory: true }, sampleDeployment);
  await database.migrate();
  for (const [statement] of alterations) await database.query(statement);
  await database.query('alter table "open".orders add column extra int');
  expect((await database.alteredColumns()).toSorted()).toEqual(alterations.map(([, told]) => told).toSorted());
  await database.close();
});
