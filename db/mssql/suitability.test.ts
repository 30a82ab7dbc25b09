import { expect, test } from "vitest";
import { suitability } from "./suitability.ts";

const usual = {
  version: 16,
  edition: 3,
  database: "sales",
  compatibility: 160,
  readCommittedSnapshot: true,
  collation: "French_CI_AS",
} as const;

test("a server that suits is told with what it is", () => {
  expect(suitability(usual)).toEqual({
    state: "ok",
    detail: "SQL Server 16, compatibility level 160, collation French_CI_AS, readers see the last committed rows",
  });
  expect(suitability({ ...usual, version: 12, edition: 5 }).detail).toMatch(/^Azure SQL Database, /);
});

test("where readers would wait for writers, the statement that mends it is told", () => {
  expect(suitability({ ...usual, database: "a]b", readCommittedSnapshot: false })).toEqual({
    state: "warning",
    detail:
      "SQL Server 16, compatibility level 160, collation French_CI_AS; read_committed_snapshot is off: the API waits for loads and marts, and a mart may read rows twice",
    fix: "`alter database [a]]b] set read_committed_snapshot on with rollback immediate;` (it ends what others are doing there).",
  });
});

test.each([
  [{ ...usual, version: 14 }, "SQL Server of version 14 is older than 2019 (15)", "Use SQL Server 2019 or newer."],
  [
    { ...usual, compatibility: 120 },
    "the database's compatibility level is 120",
    "`alter database [sales] set compatibility_level = 150;`",
  ],
  [
    { ...usual, edition: 11 },
    "the server is a Synapse pool (edition 11)",
    "Use Azure SQL Database, a managed instance, or SQL Server 2019 or newer.",
  ],
])("a server that the statements are not written for fails: %o", (facts, detail, fix) => {
  expect(suitability(facts)).toEqual({ state: "failed", detail, fix });
});
