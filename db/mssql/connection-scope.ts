import { Request, TYPES, type Connection } from "tedious";
import type { CastValue } from "../../core/ports/database.ts";
import { readRow, type DriverColumn, type InstantAs } from "./read-row.ts";
import type { BulkColumn, SqlScope } from "./session.ts";

/** Milliseconds a statement may take, 0 for as long as it takes. */
type Limit = { readonly requestTimeoutMs?: number };

/** Statements on one of the driver's connections, as long as the connection allows unless `limit` says otherwise; errors as the driver gives them. */
export const connectionScope = (connection: Connection, limit: Limit = {}): SqlScope => {
  const rowsOf = <Row>(text: string, params: readonly unknown[], instantAs: InstantAs) =>
    new Promise<Row[]>((resolve, reject) => {
      const request = queryRequest<Row>(text, params, { instantAs, resolve, reject });
      connection.execSql(limited(request, limit));
    });
  return {
    query: <Row>(text: string, params: readonly unknown[] = []) => rowsOf<Row>(text, params, asText),
    read: (text, params) => rowsOf<Record<string, unknown>>(text, params, asDate),
    exec: (text) =>
      new Promise((resolve, reject) => {
        const request = new Request(text, (error) => (error == null ? resolve() : reject(error)));
        connection.execSqlBatch(limited(request, limit));
      }),
    bulk: (table, columns, rows) => bulk(connection, table, columns, rows),
  };
};

const asText: InstantAs = (at) => at.toISOString();
const asDate: InstantAs = (at) => at;

function limited(request: Request, { requestTimeoutMs }: Limit): Request {
  if (requestTimeoutMs !== undefined) request.setTimeout(requestTimeoutMs);
  return request;
}

type Settle<Row> = {
  readonly instantAs: InstantAs;
  readonly resolve: (rows: Row[]) => void;
  readonly reject: (error: Error) => void;
};

function queryRequest<Row>(
  text: string,
  params: readonly unknown[],
  { instantAs, resolve, reject }: Settle<Row>,
): Request {
  const rows: Record<string, unknown>[] = [];
  let unread: unknown;
  const request = new Request(text, (error) => {
    const failure: unknown = error ?? unread;
    if (failure === undefined) resolve(mintRows<Row>(rows));
    else reject(failure instanceof Error ? failure : new Error("unknown"));
  });
  for (const [at, value] of params.entries()) addParameter(request, `p${at + 1}`, value);
  request.on("row", (columns: readonly DriverColumn[]) => {
    try {
      rows.push(readRow(columns, instantAs));
    } catch (error) {
      unread = error;
    }
  });
  return request;
}

function addParameter(request: Request, name: string, value: unknown): void {
  if (typeof value === "boolean") request.addParameter(name, TYPES.Bit, value);
  else if (typeof value === "number" && !Number.isInteger(value)) request.addParameter(name, TYPES.Float, value);
  else if (typeof value === "number") request.addParameter(name, fitsInt(value) ? TYPES.Int : TYPES.BigInt, value);
  else if (value instanceof Uint8Array) request.addParameter(name, TYPES.VarBinary, Buffer.from(value));
  else if (value instanceof Date) request.addParameter(name, TYPES.NVarChar, value.toISOString());
  else request.addParameter(name, TYPES.NVarChar, value ?? null);
}

/** Parts, lines and counts are int in the tables: a wider parameter would make the server convert the column. */
const fitsInt = (value: number): boolean => Math.abs(value) < 2 ** 31;

const types = {
  nvarchar: TYPES.NVarChar,
  char: TYPES.Char,
  varbinary: TYPES.VarBinary,
  int: TYPES.Int,
  bigint: TYPES.BigInt,
  bit: TYPES.Bit,
  date: TYPES.Date,
  instant: TYPES.DateTime2,
} as const;

/** The driver's (max). */
const max = Number.POSITIVE_INFINITY;

function bulk(
  connection: Connection,
  table: string,
  columns: readonly BulkColumn[],
  rows: Iterable<readonly CastValue[]>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const load = connection.newBulkLoad(table, { keepNulls: true }, (error) =>
      error == null ? resolve() : reject(error),
    );
    for (const { name, type, length = max, nullable = true } of columns)
      load.addColumn(name, types[type], {
        nullable,
        ...(/^(nvar|char|varb)/.test(type) && { length }),
        scale: 3,
      });
    connection.execBulkLoad(load, driverRows(rows));
  });
}

/** The driver takes arrays of its own and bytes as a Buffer. */
function* driverRows(rows: Iterable<readonly CastValue[]>): Generator<unknown[]> {
  for (const row of rows)
    yield row.map((value) =>
      value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value,
    );
}

/** A row's type is what its statement says: the one place where it is given. */
const mintRows = <Row>(rows: unknown): Row[] => rows as Row[];
