import pg from "pg";
import { tdsServer, type TdsAnswer, type TdsArrival, type TdsServer } from "./tds-server.ts";
import { rowsTokens, type TdsColumn } from "./tds-tokens.ts";
import type { TdsType, TdsValue } from "./tds-values.ts";
import { runBatch, type Answered } from "./tsql-batch.ts";

/** A TDS double that answers with what PostgreSQL makes of each statement, one session of it for each connection. It shows what the product's T-SQL means as far as a hand-written translation goes; it is no SQL Server. Closing throws what PostgreSQL refused as no T-SQL error is known for. */
export async function tdsOnPostgres(url: string, meddle: Meddle = () => ({})): Promise<TdsServer> {
  const sessions = new Map<number, Promise<pg.Client>>();
  const failures: string[] = [];
  const bulks = new Map<number, string>();
  const sessionOf = async (arrival: TdsArrival): Promise<pg.Client | undefined> => {
    if (arrival.kind === "login") sessions.set(arrival.connection, connect(url, arrival.database));
    return sessions.get(arrival.connection);
  };
  const performed = async (arrival: TdsArrival): Promise<TdsAnswer> => {
    const { instead, after } = meddle(arrival);
    if (instead !== undefined) return instead;
    try {
      const session = await sessionOf(arrival);
      const answered = session === undefined ? {} : await answer(arrival, session, bulks);
      return after ?? answered;
    } catch (error) {
      const number = numberOf(error);
      if (number === untold) failures.push(`${String(error)}\n${"text" in arrival ? arrival.text : arrival.kind}`);
      return { error: { number, message: messageOf(number, String(error)) } };
    }
  };
  const server = await tdsServer({
    // What a client leaves open ends with its connection, locks too.
    onClose: (connection) =>
      void sessions.get(connection)?.then(
        (session) => session.end(),
        () => undefined,
      ),
    script: async (arrival) => {
      const told = await performed(arrival);
      // An error ends the transaction that it comes in.
      if (told.error !== undefined && arrival.transaction !== 0n)
        await (await sessions.get(arrival.connection))?.query("rollback");
      return told;
    },
  });
  return {
    ...server,
    async close() {
      await server.close();
      for (const session of await Promise.allSettled(sessions.values()))
        if (session.status === "fulfilled") await session.value.end().catch(() => undefined);
      if (failures.length > 0) throw new Error(`PostgreSQL did not understand:\n${failures.join("\n")}`);
    },
  };
}

/** What a test puts in the place of an answer: before the statement is run, or after it was. */
export type Meddle = (arrival: TdsArrival) => { readonly instead?: TdsAnswer; readonly after?: TdsAnswer };

async function connect(url: string, database: string): Promise<pg.Client> {
  const place = new URL(url);
  place.pathname = `/${database}`;
  const client = new pg.Client({
    connectionString: place.href,
    types: { getTypeParser: () => (text: string) => text },
  });
  client.on("error", () => undefined);
  await client.connect();
  await prepare(client);
  return client;
}

/** A bit is a boolean here, and T-SQL writes 1 and 0 for it. */
const prepare = (client: pg.Client): Promise<unknown> =>
  client.query(
    "update pg_cast set castcontext = 'i' where castsource = 'int4'::regtype and casttarget = 'bool'::regtype",
  );

async function answer(arrival: TdsArrival, client: pg.Client, bulks: Map<number, string>): Promise<TdsAnswer> {
  if (arrival.kind === "begin" || arrival.kind === "commit" || arrival.kind === "rollback")
    await client.query(arrival.kind);
  if (arrival.kind === "bulk") return insert(client, bulks.get(arrival.connection) ?? "", arrival);
  if (arrival.kind !== "batch" && arrival.kind !== "rpc") return {};
  const [, bulk, listed = ""] = /^insert bulk (\S+?)\((.*)\)/i.exec(arrival.text) ?? [];
  if (bulk !== undefined) {
    const target = bulk.replaceAll(/\[(\w+)\]/g, '"$1"');
    bulks.set(arrival.connection, target);
    return beginBulk(client, target, listed);
  }
  if (/^set (?!nocount)/i.test(arrival.text)) return {};
  const params = arrival.kind === "rpc" ? arrival.params : {};
  const tokens = await runBatch(arrival.text, params, (text) => run(client, text));
  return tokens === undefined ? {} : { tokens };
}

async function run(client: pg.Client, text: string): Promise<Answered<Buffer>> {
  const { rows, rowCount, fields } = await client.query<(string | null)[]>({ text, rowMode: "array" });
  const columns = fields.map(({ name, dataTypeID, dataTypeModifier }, at): TdsColumn => ({
    name,
    type: typeOf(
      dataTypeID,
      dataTypeModifier,
      rows.map((row) => row[at] ?? null),
    ),
  }));
  const values = rows.map((row) => row.map((value, at) => valueOf(value, columns[at]?.type.kind)));
  return {
    changed: rowCount ?? 0,
    result: columns.length === 0 ? undefined : rowsTokens(columns, values),
    first: rows[0]?.[0],
  };
}

function typeOf(id: number, modifier: number, values: readonly (string | null)[]): TdsType {
  switch (id) {
    case 16:
      return { kind: "bit" };
    case 20:
    case 21:
    case 23:
      return { kind: "int", length: 8 };
    case 701:
      return { kind: "float" };
    case 1700:
      if (modifier >= 0) return { kind: "decimal", precision: (modifier - 4) >> 16, scale: (modifier - 4) & 0xffff };
      return values.every((value) => value === null || /^-?\d+$/.test(value))
        ? { kind: "int", length: 8 }
        : { kind: "float" };
    case 1082:
      return { kind: "date" };
    case 1114:
      return { kind: "datetime2", scale: 3 };
    default:
      return { kind: id === 17 ? "varbinary" : "nvarchar", length: -1 };
  }
}

function valueOf(value: string | null, kind: TdsType["kind"] | undefined): TdsValue {
  if (value === null) return null;
  if (kind === "bit") return value === "t";
  if (kind === "varbinary") return Buffer.from(value.slice(2), "hex");
  return kind === "datetime2" ? `${value.replace(" ", "T")}Z` : value;
}

/** A column as it is stored; its number is what errors of bulk loads name. */
type StoredColumn = { readonly name: string; readonly required: string; readonly number: string };

const storedColumns = async (client: pg.Client, target: string): Promise<readonly StoredColumn[]> =>
  (
    await client.query<StoredColumn>(
      "select attname as name, attnotnull as required, attnum as number from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped",
      [target],
    )
  ).rows;

/** A column that the table does not have fails a bulk load before its first row, and SQL Server does not say why. */
async function beginBulk(client: pg.Client, target: string, listed: string): Promise<TdsAnswer> {
  const stored = new Set((await storedColumns(client, target)).map(({ name }) => name));
  const missing = [...listed.matchAll(/\[(\w+)\]/g)].some(([, name = ""]) => !stored.has(name));
  return stored.size > 0 && missing ? { failed: true } : {};
}

async function insert(
  client: pg.Client,
  target: string,
  { columns: sent, rows }: Extract<TdsArrival, { kind: "bulk" }>,
): Promise<TdsAnswer> {
  const stored = new Map((await storedColumns(client, target)).map((column) => [column.name, column]));
  const other = sent.find(({ name, nullable }) => nullable === (stored.get(name)?.required === "t"));
  // As SQL Server does: a load says of each column whether it may be null, as the table has it.
  if (other !== undefined)
    return {
      error: {
        number: 4816,
        message: `Invalid column type from bcp client for colid ${stored.get(other.name)?.number ?? "?"}.`,
      },
    };
  const columns = sent.map(({ name }) => name);
  const named = columns.map((name) => `"${name}"`).join(", ");
  const objects = rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, jsonOf(row[at] ?? null)])));
  // Its key passes over what is there already (ignore_dup_key).
  const repeated = target.includes("reconcile_key") ? " on conflict do nothing" : "";
  await client.query(
    `insert into ${target} (${named}) select ${named} from json_populate_recordset(null::${target}, $1)${repeated}`,
    [JSON.stringify(objects)],
  );
  return {};
}

const jsonOf = (value: TdsValue): unknown => (Buffer.isBuffer(value) ? `\\x${value.toString("hex")}` : value);

const numbers: Readonly<Record<string, number>> = {
  "23505": 2627,
  "40P01": 1205,
  "42P01": 208,
  "42703": 207,
  "22001": 2628,
  "3D000": 4060,
};

/** A missing table is told in SQL Server's words, which name it; anything else in PostgreSQL's. */
const messageOf = (number: number, text: string): string =>
  number === 208 ? `Invalid object name '${/relation "([^"]+)" does not exist/.exec(text)?.[1] ?? ""}'.` : text;

/** Of errors that have no number here. */
const untold = 50_000;

const numberOf = (error: unknown): number =>
  numbers[String(typeof error === "object" && error !== null && "code" in error ? error.code : "")] ?? untold;
