import { afterEach, expect, test } from "vitest";
import { tdsServer, type TdsAnswer, type TdsOptions, type TdsServer } from "../../test/harness/tds-server.ts";
import { columnOf, tableOf } from "../../test/fakes/specs.ts";
import type { StagedRow } from "../../core/ports/database.ts";
import { poolSession } from "./pool-session.ts";
import type { SqlSession } from "./session.ts";
import { stageBatch } from "./stage.ts";

const table = tableOf("sales", {
  columns: [
    columnOf("id", { type: { kind: "bigint" }, key: 1 }),
    columnOf("total", { type: { kind: "decimal", precision: 38, scale: 10 } }),
    columnOf("paid", { type: { kind: "bool" } }),
    columnOf("pid", { type: { kind: "uuid" } }),
    columnOf("note", { type: { kind: "text", length: 3_000 } }),
    columnOf("surname", { personal: { what: "surname", action: "seal" } }),
  ],
});
const pid = "0f8fad5b-d9cb-469f-a165-70867728950e";
const row = (line: number, values: StagedRow["values"]): StagedRow => ({
  line,
  hash: `h${line}`,
  orderedAt: "2026-11-01T00:00:00.000Z",
  businessDay: line === 1 ? "2026-11-01" : null,
  values,
});
const rows = [
  row(1, [
    "9007199254740993",
    "1234567890123456789012345678.0123456789",
    true,
    pid,
    "é".repeat(3_000),
    Buffer.from([1, 2]),
  ]),
  row(2, [2, null, null, null, null, null]),
];

let server: TdsServer;
let sql: SqlSession;
async function open(options: TdsOptions = {}): Promise<void> {
  server = await tdsServer(options);
  sql = poolSession(server.url());
}
afterEach(async () => {
  await sql.close();
  await server.close();
});
const granted: TdsAnswer = { rows: [{ held: 0 }] };
const isLock = (text: string): boolean => text.includes("sp_getapplock");
const kinds = (): readonly string[] =>
  server.told().map((text) => (isLock(text) ? "lock" : (/^(?:insert bulk|[a-z]+)/.exec(text)?.[0] ?? text)));

test("a batch is staged in one short transaction: its part held, its lines replaced, its rows loaded", async () => {
  await open({ script: (arrival) => (arrival.kind === "rpc" && isLock(arrival.text) ? granted : undefined) });
  await stageBatch(sql, table, "01A", 1, rows);
  expect(kinds()).toEqual(["begin", "lock", "select", "delete", "insert bulk", "bulk", "commit"]);
  const replaced = server.arrivals.find((arrival) => arrival.kind === "rpc" && arrival.text.startsWith("delete"));
  expect(replaced).toMatchObject({ params: { p1: "01A", p2: 1, p3: 2, p4: 1 } });
});

test("28 digits of a decimal, a bigint beyond 2^53, bytes and every null arrive as they are", async () => {
  await open({ script: (arrival) => (arrival.kind === "rpc" && isLock(arrival.text) ? granted : undefined) });
  await stageBatch(sql, table, "01A", 1, rows);
  const bulk = server.arrivals.find((arrival) => arrival.kind === "bulk");
  const ledgered = ["01A", 1, 1, "h1", "2026-11-01T00:00:00.000Z", "2026-11-01"];
  expect(bulk).toMatchObject({
    // As the migrations make them: SQL Server refuses a load that says otherwise.
    columns: [
      ...["_load", "_part", "_line", "_hash", "_ordered_at"].map((name) => ({ name, nullable: false })),
      ...["business_day", "id", "total", "paid", "pid", "note", "surname"].map((name) => ({ name, nullable: true })),
    ],
    rows: [
      [
        ...ledgered,
        "9007199254740993",
        "1234567890123456789012345678.0123456789",
        true,
        pid,
        "é".repeat(3_000),
        Buffer.from([1, 2]),
      ],
      ["01A", 1, 2, "h2", "2026-11-01T00:00:00.000Z", null, 2, null, null, null, null, null],
    ],
  });
});

test("lines with a gap are replaced one by one, as a list", async () => {
  await open({ script: (arrival) => (arrival.kind === "rpc" && isLock(arrival.text) ? granted : undefined) });
  await stageBatch(
    sql,
    table,
    "01A",
    1,
    [rows[0], { ...rows[1], line: 9 }].flatMap((one) => (one as StagedRow) ?? []),
  );
  const replaced = server.arrivals.find((arrival) => arrival.kind === "rpc" && arrival.text.startsWith("delete"));
  expect(replaced).toMatchObject({ params: { p3: 9, p4: "[1,9]" } });
});

test("once the load has ended nothing is written", async () => {
  await open({
    script: (arrival) => {
      if (arrival.kind !== "rpc") return undefined;
      return isLock(arrival.text) ? granted : { rows: [{ ended: 1 }] };
    },
  });
  await stageBatch(sql, table, "01A", 1, rows);
  expect(kinds()).toEqual(["begin", "lock", "select", "commit"]);
});

test("a lock that is not to be had is told, and nothing is written", async () => {
  await open({
    script: (arrival) => (arrival.kind === "rpc" && isLock(arrival.text) ? { rows: [{ held: -3 }] } : undefined),
  });
  await expect(stageBatch(sql, table, "01A", 1, rows)).rejects.toThrow(
    expect.objectContaining({
      code: "db.busy",
      retryable: true,
      message:
        "The lock sillage/stage/01A/1 was not to be had (-3). It is tried again by itself; look at the database's load if it lasts.",
    }),
  );
  expect(kinds()).toEqual(["begin", "lock", "rollback"]);
});

test.each([
  [
    { number: 2628, message: "String or binary data would be truncated in table 's.staging.sales', column 'note'." },
    "db.altered",
  ],
  [{ number: 4815, message: "Received an invalid column length from the bcp client for colid 11." }, "db.altered"],
  [{ number: 40_501, message: "The service is currently busy." }, "db.busy"],
  [
    {
      number: 2627,
      message:
        "Violation of PRIMARY KEY constraint 'sales_pkey'. Cannot insert duplicate key in object 'staging.sales'.",
    },
    "db.busy",
  ],
])("a bulk load that the server refuses leaves nothing: %o", async (error, code) => {
  await open({
    script: (arrival) => {
      if (arrival.kind === "bulk") return { error };
      return arrival.kind === "rpc" && isLock(arrival.text) ? granted : undefined;
    },
  });
  await expect(stageBatch(sql, table, "01A", 1, rows)).rejects.toThrow(expect.objectContaining({ code }));
  expect(kinds().at(-1)).toBe("rollback");
});
