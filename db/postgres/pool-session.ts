import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { SillageError } from "../../core/errors.ts";
import { acquirePatiently } from "../acquire-patiently.ts";
import type { DatabaseRole } from "../database-role.ts";
import { longestAnswerMs } from "../longest-answer.ts";
import { inTransaction } from "./in-transaction.ts";
import { declaredParsers, parsers } from "./parse-types.ts";
import type { SqlScope, SqlSession, SqlStep } from "./session.ts";
import { toDbError } from "./to-db-error.ts";

/** A server that answers nothing is given up after this, to be tried again by whoever called. Milliseconds. */
const longestConnectMs = 30_000;

/** PostgreSQL by URL: a pool, one connection a transaction, UTC. */
export function poolSession(url: string, role: DatabaseRole = "ingestion"): SqlSession {
  const { host, port, database } = new pg.Client({ connectionString: url });
  const place = `PostgreSQL at ${host}:${port}/${database ?? ""}`;
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: longestConnectMs,
    ...(role === "api" && { statement_timeout: longestAnswerMs }),
    options: "-c timezone=UTC",
    application_name: "sillage",
    types: typesOf(parsers),
  });
  pool.on("error", () => undefined);
  // A connection that breaks while it is lent says so twice: to its statement, and here.
  pool.on("connect", (client) => client.on("error", () => undefined));
  const told = <Result>(answer: Promise<Result>): Promise<Result> =>
    answer.catch((error: unknown) => Promise.reject(toDbError(error, place)));
  const connected = async <Result>(work: (scope: SqlScope) => Promise<Result>): Promise<Result> => {
    const client = await acquirePatiently(() => told(pool.connect()), role);
    let broken = false;
    try {
      return await work(scopeOf(client, told));
    } catch (error) {
      broken = error instanceof SillageError && error.code === "db.unreachable";
      throw error;
    } finally {
      client.release(broken);
    }
  };
  return {
    describe: () => place,
    query: (text, params) => connected((scope) => scope.query(text, params)),
    read: (text, params) => connected((scope) => scope.read(text, params)),
    exec: (text) => connected((scope) => scope.exec(text)),
    copy: (text, body) => connected((scope) => scope.copy(text, body)),
    series: (steps) => connected((scope) => inTransaction(scope, (inside) => inside.series(steps))),
    transaction: (work) => connected((scope) => inTransaction(scope, work)),
    close: () => pool.end(),
  };
}

const typesOf = (own: typeof parsers) => ({
  getTypeParser: (id: number): ((text: string) => unknown) => own[id] ?? pg.types.getTypeParser(id),
});

const declaredTypes = typesOf(declaredParsers);

function scopeOf(client: pg.PoolClient, told: <Result>(answer: Promise<Result>) => Promise<Result>): SqlScope {
  const query = async <Row>(text: string, params: readonly unknown[] = []): Promise<Row[]> => {
    const result = await told(client.query<Row & pg.QueryResultRow>(text, [...params]));
    return result.rows;
  };
  const copy = (text: string, body: Uint8Array): Promise<void> =>
    told(pipeline(Readable.from([body]), client.query(copyFrom(text))));
  return {
    query,
    copy,
    async read(text, params) {
      const asked = { text, values: [...params], types: declaredTypes };
      return (await told(client.query<Record<string, unknown>>(asked))).rows;
    },
    exec: (text) => told(executed(client, text)),
    async series<Row>(steps: readonly SqlStep[]) {
      let rows: Row[] = [];
      for (const step of steps)
        if ("body" in step) await copy(step.text, step.body);
        else rows = await query<Row>(step.text, step.params);
      return rows;
    },
  };
}

const notGiven = "01007";

/** Of a right that a login may not give the server only warns, and goes on as if it had been given: here that is an error. */
async function executed(client: pg.PoolClient, text: string): Promise<void> {
  const warnings: string[] = [];
  const hear = ({
    code,
    message = "",
  }: {
    readonly code?: string | undefined;
    readonly message?: string | undefined;
  }) => void (code === notGiven && warnings.push(message));
  client.on("notice", hear);
  try {
    await client.query(text);
  } finally {
    client.off("notice", hear);
  }
  const [first] = warnings;
  if (first !== undefined) throw Object.assign(new Error(first), { code: notGiven });
}
