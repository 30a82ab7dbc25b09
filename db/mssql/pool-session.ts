import mssql from "mssql";
import type { Connection } from "tedious";
import { SillageError } from "../../core/errors.ts";
import { acquirePatiently } from "../acquire-patiently.ts";
import type { DatabaseRole } from "../database-role.ts";
import { connectionScope } from "./connection-scope.ts";
import { connectionSettings } from "./connection-settings.ts";
import { driverConfig } from "./driver-config.ts";
import { inTransaction } from "./in-transaction.ts";
import { LoginNumbers } from "./login-numbers.ts";
import type { SqlPool, SqlScope, SqlSession } from "./session.ts";
import { toDbError } from "./to-db-error.ts";

/** SQL Server or Azure SQL by URL: a pool, one connection a transaction; closing it ends what still runs. Warns once of a connection that anybody could read or answer. Throws `db.url`. */
export function poolSession(url: string, role: DatabaseRole = "ingestion"): SqlPool {
  const settings = connectionSettings(url);
  const place = `SQL Server at ${settings.host}:${settings.port}/${settings.database}`;
  if (settings.trustServerCertificate) warn(`${place}: its certificate is not checked (trustServerCertificate=true).`);
  if (settings.encrypt === false) warn(`${place}: the connection is not encrypted (encrypt=false).`);
  const numbers = new LoginNumbers();
  const pool = new mssql.ConnectionPool({
    ...driverConfig(settings, role),
    beforeConnect: (connection) => numbers.listen(connection),
  });
  pool.on("error", () => undefined);
  const lent = new Set<Connection>();
  const told = <Result>(answer: Promise<Result>): Promise<Result> =>
    answer.catch((error: unknown) => Promise.reject(toDbError(error, place, (text) => numbers.take(text))));
  const connected = async <Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> => {
    const connection = await acquirePatiently(() => told(acquired(pool)), role);
    lent.add(connection);
    try {
      return await work(connection);
    } catch (error) {
      // A statement may still run on a connection that lost it: nobody else gets that one.
      if (!(error instanceof SillageError) && isLost(error)) connection.close();
      throw error;
    } finally {
      lent.delete(connection);
      pool.pool.release(connection);
    }
  };
  const sessionOf = (scopeOf: (connection: Connection) => SqlScope): SqlSession => {
    const onOne = <Result>(work: (scope: SqlScope) => Promise<Result>): Promise<Result> =>
      told(connected((connection) => work(scopeOf(connection))));
    return {
      describe: () => place,
      query: (text, params) => onOne((scope) => scope.query(text, params)),
      read: (text, params) => onOne((scope) => scope.read(text, params)),
      exec: (text) => onOne((scope) => scope.exec(text)),
      bulk: (table, columns, rows) => onOne((scope) => scope.bulk(table, columns, rows)),
      transaction: (work, signal) =>
        told(
          connected((connection) =>
            abandonedAt(signal, connection, () => inTransaction(connection, () => work(scopeOf(connection)))),
          ),
        ),
      async close() {
        // The pool would wait for them, and a mart's statement may take hours.
        for (const connection of lent) connection.close();
        await pool.close();
      },
    };
  };
  return {
    ...sessionOf((connection) => connectionScope(connection)),
    unlimited: sessionOf((connection) => connectionScope(connection, { requestTimeoutMs: 0 })),
  };
}

/** Closes the connection at the signal: the server then ends what it does for it, whatever it waits for. */
async function abandonedAt<Result>(
  signal: AbortSignal | undefined,
  connection: Connection,
  work: () => Promise<Result>,
): Promise<Result> {
  const close = (): void => connection.close();
  signal?.addEventListener("abort", close, { once: true });
  try {
    signal?.throwIfAborted();
    return await work();
  } finally {
    signal?.removeEventListener("abort", close);
  }
}

async function acquired(pool: mssql.ConnectionPool): Promise<Connection> {
  await pool.connect();
  return pool.pool.acquire().promise;
}

const isLost = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^E(SOCKET|CLOSE|TIMEOUT|INVALIDSTATE)/.test(String(error.code));

const warn = (what: string): void => process.emitWarning(what, "SillageWarning");
