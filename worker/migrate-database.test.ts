import { afterEach, beforeEach, expect, test } from "vitest";
import type { Database } from "../core/ports/database.ts";
import { openDatabase } from "../db/open-database.ts";
import { peopleDeployment } from "../test/fakes/people-deployment.ts";
import { migrateDatabase } from "./migrate-database.ts";

let database: Database;
beforeEach(async () => {
  database = await openDatabase({ memory: true }, peopleDeployment);
});
afterEach(() => database.close());

test("merges of a database that is made are paced at the factor of the settings", async () => {
  expect(await migrateDatabase(database, 9)).toContain("engine/0001_engine");
  expect(await database.throttleState("merge")).toMatchObject({ bytesPerSecond: 9_000_000 });
});

test("a database that is there keeps the factor that it has", async () => {
  await migrateDatabase(database, 9);
  expect(await migrateDatabase(database, 2)).toEqual([]);
  expect(await database.throttleState("merge")).toMatchObject({ bytesPerSecond: 9_000_000 });
});
