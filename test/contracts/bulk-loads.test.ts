import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { poolSession } from "../../db/mssql/pool-session.ts";
import type { BulkColumn, SqlSession } from "../../db/mssql/session.ts";
import { mssqlServer, noMssql, testMssql, type TestMssql } from "../harness/mssql.ts";

const id: BulkColumn = { name: "id", type: "int", nullable: false };
const note: BulkColumn = { name: "note", type: "nvarchar", length: 40 };

describe.skipIf(noMssql !== undefined)(`bulk loads in ${mssqlServer}`, () => {
  let server: TestMssql;
  let sql: SqlSession;
  beforeAll(async () => {
    server = await testMssql();
    sql = poolSession(server.url);
    await sql.exec("if schema_id(N'staging') is null exec(N'create schema [staging]');");
    await sql.exec("create table [staging].[notes] ([id] int not null, [note] nvarchar(40) null);");
  });
  afterAll(async () => {
    await sql.exec("drop table [staging].[notes];");
    await sql.close();
    await server.stop();
  });
  const load = (...columns: readonly BulkColumn[]) => sql.bulk("[staging].[notes]", columns, [[1, "one"]]);

  test("one that says of nulls what the table has is taken", async () => {
    await load(id, note);
    expect(await sql.query("select [id], [note] from [staging].[notes];")).toEqual([{ id: 1, note: "one" }]);
  });

  test("one that says otherwise of a column is refused, with the column's place", async () => {
    for (const columns of [
      [{ ...id, nullable: true }, note],
      [id, { ...note, nullable: false }],
    ])
      await expect(load(...columns)).rejects.toMatchObject({
        code: "db.altered",
        message: expect.stringMatching(/answered 4816: a bulk load does not fit the table's column \d\./),
      });
  });

  test("one of a column that the table does not have fails before its first row", async () => {
    await expect(load(id, { ...note, name: "remark" })).rejects.toMatchObject({
      code: "db.altered",
      message: expect.stringContaining("it names a column that its table does not have"),
    });
  });
});
