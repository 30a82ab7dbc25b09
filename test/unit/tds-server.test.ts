import { afterEach, expect, test } from "vitest";
import { poolSession } from "../../db/mssql/pool-session.ts";
import type { SqlSession } from "../../db/mssql/session.ts";
import { tdsServer, type TdsOptions, type TdsServer } from "../harness/tds-server.ts";

let server: TdsServer;
let sql: SqlSession;
afterEach(async () => {
  await sql.close();
  await server.close();
});
async function open(options: TdsOptions = {}, parameters = ""): Promise<void> {
  server = await tdsServer(options);
  sql = poolSession(server.url(parameters));
}

test("a login names its user, database and application, and the session aborts at the first error", async () => {
  await open({}, "&applicationName=night");
  await sql.exec("select 1");
  expect(server.arrivals.find((arrival) => arrival.kind === "login")).toMatchObject({
    user: "sillage",
    database: "sales",
    application: "night",
  });
  const settings = server.arrivals.find((arrival) => arrival.kind === "batch");
  expect(settings?.kind === "batch" && settings.text).toContain("set xact_abort on");
  expect(server.told()).toEqual(["select 1"]);
});

test("every type of an answer arrives as PostgreSQL's drivers would give it", async () => {
  await open({
    script: ({ kind }) =>
      kind === "rpc"
        ? { rows: [{ number: 7, text: "é☕", truth: true, nothing: null, bytes: Buffer.from([0, 255]) }] }
        : undefined,
  });
  expect(await sql.query("select")).toEqual([
    { number: 7, text: "é☕", truth: true, nothing: null, bytes: Buffer.from([0, 255]) },
  ]);
});

test("parameters arrive with the statement, by name", async () => {
  await open();
  await sql.query("select @p1", ["a", 2, true, null, 0.5, Buffer.from([1])]);
  expect(server.arrivals.at(-1)).toMatchObject({
    kind: "rpc",
    procedure: "sp_executesql",
    text: "select @p1",
    params: { p1: "a", p2: 2, p3: true, p4: null, p5: 0.5, p6: Buffer.from([1]) },
  });
});

test("what belongs to a transaction arrives in it, in order", async () => {
  await open();
  await sql.transaction(async (scope) => {
    await scope.exec("create table #a (b int)");
    await scope.query("select 2");
  });
  await sql.transaction(() => Promise.reject(new Error("mine"))).catch(() => undefined);
  expect(server.told()).toEqual(["begin", "create table #a (b int)", "select 2", "commit", "begin", "rollback"]);
  const [, batch, call] = server.arrivals.slice(server.arrivals.findIndex(({ kind }) => kind === "begin"));
  expect(batch?.transaction).not.toBe(0n);
  expect(call?.transaction).toBe(batch?.transaction);
});

test("a bulk load arrives with its columns and rows, and its bytes are counted", async () => {
  await open();
  await sql.bulk(
    "staging.orders",
    [
      { name: "id", type: "bigint" },
      { name: "total", type: "nvarchar", length: 40 },
      { name: "paid", type: "bit" },
      { name: "day", type: "date" },
      { name: "at", type: "instant" },
      { name: "sealed", type: "varbinary" },
      { name: "line", type: "int", nullable: false },
    ],
    [
      [
        "9223372036854775807",
        "0.1234567890123456789012345678",
        true,
        "2026-11-01",
        "2026-11-01T23:59:59.999Z",
        Buffer.from("x"),
        1,
      ],
      [2, null, false, null, null, null, null],
    ],
  );
  expect(server.told()[0]).toBe(
    "insert bulk staging.orders([id] bigint, [total] nvarchar(40), [paid] bit, [day] date, [at] datetime2(3), [sealed] varbinary(max), [line] int) WITH (KEEP_NULLS)",
  );
  const arrival = server.arrivals.at(-1);
  expect(arrival).toMatchObject({
    kind: "bulk",
    columns: ["id", "total", "paid", "day", "at", "sealed", "line"].map((name) => ({
      name,
      nullable: name !== "line",
    })),
    rows: [
      [
        "9223372036854775807",
        "0.1234567890123456789012345678",
        true,
        "2026-11-01",
        "2026-11-01T23:59:59.999Z",
        Buffer.from("x"),
        1,
      ],
      [2, null, false, null, null, null, null],
    ],
  });
  expect(arrival?.bytes).toBeGreaterThan(200);
});

test("a statement that is given up is told to the server, and the connection serves on", async () => {
  await open(
    { script: (arrival) => (arrival.kind === "batch" && arrival.text === "slow" ? { afterMs: 60_000 } : undefined) },
    "&requestTimeout=50",
  );
  await expect(sql.exec("slow")).rejects.toThrow(expect.objectContaining({ code: "db.busy" }));
  await sql.exec("select 1");
  expect(server.told()).toEqual(["slow", "attention", "select 1"]);
});
