import { afterEach, expect, test } from "vitest";
import { tdsServer, type TdsAnswer, type TdsOptions, type TdsServer } from "../../test/harness/tds-server.ts";
import { poolSession } from "./pool-session.ts";
import type { SqlPool } from "./session.ts";

let server: TdsServer;
let sql: SqlPool;
afterEach(async () => {
  await sql.close();
  await server.close();
});
async function open(options: TdsOptions = {}, parameters = ""): Promise<void> {
  server = await tdsServer(options);
  sql = poolSession(server.url(parameters));
}
/** Answers the first statement that says so, and nothing else. */
function once(text: string, answer: TdsAnswer): TdsOptions {
  let left = 1;
  return {
    script: (arrival) =>
      (arrival.kind === "rpc" || arrival.kind === "batch") && arrival.text === text && left-- > 0 ? answer : undefined,
  };
}
const coded = (code: string) => expect.objectContaining({ code });

test.each([
  [18_456, "db.login-refused"],
  [4060, "db.no-database"],
  [40_613, "db.resuming"],
  [40_615, "db.firewall"],
  [10_928, "db.busy"],
])("a login refused with %i is told by its number", async (number, code) => {
  await open({
    script: ({ kind }) =>
      kind === "login" ? { error: { number, message: `refused ${number}`, severity: 14 } } : undefined,
  });
  await expect(sql.query("select 1")).rejects.toThrow(coded(code));
});

test("a server without encryption is refused unless the URL allows it, before any password is sent", async () => {
  server = await tdsServer();
  sql = poolSession(server.url().replace("encrypt=false", "encrypt=true"));
  await expect(sql.query("select 1")).rejects.toThrow(
    expect.objectContaining({
      code: "db.encryption",
      retryable: false,
      message: `SQL Server at 127.0.0.1:${server.port}/sales and this connection do not agree on encryption. Let the server offer TLS; only where nobody can listen set \`encrypt=false\` in the database's URL.`,
    }),
  );
  expect(server.arrivals.map(({ kind }) => kind)).toEqual(["prelogin"]);
});

test("an expired token is told apart from a wrong password", async () => {
  await open({
    script: ({ kind }) =>
      kind === "login" ? { error: { number: 18_456, message: "Login failed. Token is expired." } } : undefined,
  });
  await expect(sql.query("select 1")).rejects.toThrow(coded("db.token-expired"));
});

test("a database that was resuming serves once it is there", async () => {
  let resuming = 2;
  await open({
    script: ({ kind }) => (kind === "login" && resuming-- > 0 ? { error: { number: 40_613 } } : undefined),
  });
  await expect(sql.query("select 1")).rejects.toThrow(coded("db.resuming"));
  await expect(sql.query("select 1")).rejects.toThrow(coded("db.resuming"));
  expect(await sql.query("select 1")).toEqual([]);
});

test("a transaction that is chosen in a deadlock is rolled back whole and can be tried again", async () => {
  await open(once("update a", { error: { number: 1205, severity: 13 } }));
  const work = () => sql.transaction((scope) => scope.query("insert a").then(() => scope.query("update a")));
  await expect(work()).rejects.toThrow(coded("db.busy"));
  await work();
  expect(server.told().join(" ")).toBe("begin insert a update a rollback begin insert a update a commit");
  // The server has ended the transaction by itself; the connection serves on.
  const connections = server.arrivals.filter(({ kind }) => kind === "begin").map(({ connection }) => connection);
  expect(new Set(connections).size).toBe(1);
});

test("a socket dropped in a transaction commits nothing, and the next one gets another connection", async () => {
  await open(once("update a", { drop: true }));
  await expect(sql.transaction((scope) => scope.query("update a"))).rejects.toThrow(coded("db.unreachable"));
  await sql.transaction((scope) => scope.query("update a"));
  expect(server.told()).toEqual(["begin", "update a", "begin", "update a", "commit"]);
  const connections = server.arrivals.filter(({ kind }) => kind === "begin").map(({ connection }) => connection);
  expect(new Set(connections).size).toBe(2);
});

test("a server that closes in the middle of a bulk load has no part of it", async () => {
  await open({ dropBulkAfter: 20_000 });
  const rows = Array.from({ length: 5_000 }, (_, at) => [at, "x".repeat(40)]);
  const load = sql.transaction((scope) =>
    scope.bulk(
      "staging.a",
      [
        { name: "id", type: "int" },
        { name: "b", type: "nvarchar", length: 40 },
      ],
      rows,
    ),
  );
  await expect(load).rejects.toThrow(coded("db.unreachable"));
  expect(server.told()).toEqual(["begin", expect.stringContaining("insert bulk staging.a")]);
});

test("a value that cannot be encoded ends its bulk load and its transaction, and tells no value", async () => {
  await open();
  const load = sql.transaction((scope) => scope.bulk("staging.a", [{ name: "id", type: "int" }], [["Ann"]]));
  await expect(load).rejects.toThrow(
    "answered without a code. Report it with what was being done; `sillage doctor` checks the schema.",
  );
  expect(server.told().at(-1)).toBe("rollback");
});

test("a statement that takes longer than its role allows is cut, and its transaction rolled back", async () => {
  await open(once("slow", { afterMs: 60_000 }), "&requestTimeout=50");
  await expect(sql.transaction((scope) => scope.query("slow"))).rejects.toThrow(coded("db.busy"));
  expect(server.told()).toEqual(["begin", "slow", "attention", "rollback"]);
});

test("a statement without a limit outlives what its role allows", async () => {
  await open(once("slow", { afterMs: 200, rows: [{ n: 1 }] }), "&requestTimeout=50");
  expect(await sql.unlimited.transaction((scope) => scope.query("slow"))).toEqual([{ n: 1 }]);
  expect(server.told()).toEqual(["begin", "slow", "commit"]);
});

test("a transaction that nobody waits for any longer is ended with its connection, and commits nothing", async () => {
  await open(once("slow", { afterMs: 60_000 }));
  const given = new AbortController();
  const running = sql.unlimited.transaction((scope) => scope.query("slow"), given.signal);
  while (!server.told().includes("slow")) await new Promise((resolve) => setImmediate(resolve));
  given.abort();
  await expect(running).rejects.toThrow(coded("db.unreachable"));
  expect(server.told()).toEqual(["begin", "slow"]);
  await sql.query("select 1");
  const [begun, after] = [server.arrivals.find(({ kind }) => kind === "begin"), server.arrivals.at(-1)];
  expect(after?.connection).not.toBe(begun?.connection);
});

test("closing ends a statement that still runs", async () => {
  await open(once("slow", { afterMs: 60_000 }));
  const running = sql.unlimited.query("slow");
  while (!server.told().includes("slow")) await new Promise((resolve) => setImmediate(resolve));
  await Promise.all([expect(running).rejects.toThrow(coded("db.unreachable")), sql.close()]);
});

test("a connection that anybody could read or answer is warned of, and no password is shown", async () => {
  const warned: string[] = [];
  const hear = (warning: Error): void => void warned.push(warning.message);
  process.on("warning", hear);
  await open({}, "&trustServerCertificate=true");
  await sql.query("select 1");
  process.off("warning", hear);
  expect(warned).toEqual([
    `SQL Server at 127.0.0.1:${server.port}/sales: its certificate is not checked (trustServerCertificate=true).`,
    `SQL Server at 127.0.0.1:${server.port}/sales: the connection is not encrypted (encrypt=false).`,
  ]);
  expect(sql.describe()).toBe(`SQL Server at 127.0.0.1:${server.port}/sales`);
});
