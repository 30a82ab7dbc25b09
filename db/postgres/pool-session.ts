import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { parsers } from "./parse-types.ts";
import type { SqlScope, SqlSession } from "./session.ts";
import { toDbError } from "./to-db-error.ts";

/** PostgreSQL by URL: a pool, one connection a transaction, UTC. */
export function poolSession(url: string, options: { readonly connections?: number } = {}): SqlSession {
  const types = {
    getTypeParser: (id: number, format?: "text" | "binary") => parsers[id] ?? pg.types.getTypeParser(id, format),
  };
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 10,
    options: "-c timezone=UTC",
    application_name: "sillage",
    types,
  });
  pool.on("error", () => undefined);
  const connected = async <Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> => {
    const client = await pool.connect().catch((error: unknown) => Promise.reject(toDbError(error)));
    try {
      return await work(client);
    } catch (error) {
      throw toDbError(error);
    } finally {
      client.release();
    }
  };
  return {
    describe: () => `PostgreSQL at ${new URL(url).host}${new URL(url).pathname}`,
    query: (text, params) => connected((client) => scopeOf(client).query(text, params)),
    exec: (text) => connected((client) => scopeOf(client).exec(text)),
    copy: (target, body) => connected((client) => scopeOf(client).copy(target, body)),
    transaction: (work) =>
      connected(async (client) => {
        await client.query("begin");
        try {
          const result = await work(scopeOf(client));
          await client.query("commit");
          return result;
        } catch (error) {
          await client.query("rollback").catch(() => undefined);
          throw error;
        }
      }),
    close: () => pool.end(),
  };
}

function scopeOf(client: pg.PoolClient): SqlScope {
  return {
    async query<Row>(text: string, params: readonly unknown[] = []) {
      const result = await client.query<Row & pg.QueryResultRow>(text, [...params]);
      return result.rows;
    },
    async exec(text) {
      await client.query(text);
    },
    async copy(target, body) {
      await pipeline(Readable.from([body]), client.query(copyFrom(`copy ${target} from stdin`)));
    },
  };
}
