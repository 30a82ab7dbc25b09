import { openSession, type DatabaseTarget } from "../../db/postgres/open-database.ts";
import type { SqlSession } from "../../db/postgres/session.ts";
import { secondsOf } from "../measurement.ts";
import { sampleSale } from "../sample-sales.ts";

/** Rows a transaction. */
const batchRows = 20_000;

const columns = `id bigint, site_id integer, label varchar(60), reference varchar(40), status varchar(40), quantity numeric(12,3),
  price numeric(18,2), total numeric(18,2), online boolean, day date, created_at timestamptz(3), updated_at timestamptz(3)`;
const names = columns.split(/,\s+(?=[a-z])/).map((column) => column.split(" ")[0] ?? "");

const prepare = `create schema bare;
create table bare.sales (${columns.replace("id bigint", "id bigint primary key")});
create table bare.ledger (load text, first integer, rows integer, primary key (load, first));`;
const upsert = `insert into bare.sales as t select * from batch
on conflict (id) do update set ${names
  .slice(1)
  .map((name) => `${name} = excluded.${name}`)
  .join(", ")}
where excluded.updated_at >= t.updated_at`;

/** A database that holds only what the recipe itself needs. */
export async function openBare(target: DatabaseTarget): Promise<SqlSession> {
  const sql = await openSession(target);
  await sql.exec(prepare);
  return sql;
}

/** Seconds of the least that any loader does with rows that it has in memory: COPY's text made of them, a temporary table, COPY, one upsert, a ledger row, commit. It reads, casts, hashes, counts and retries nothing. */
export async function bareSeconds(sql: SqlSession, load: string, rows: number, version: number): Promise<number> {
  let seconds = 0;
  for (let from = 0; from < rows; from += batchRows) {
    const batch = Array.from({ length: Math.min(batchRows, rows - from) }, (_, at) =>
      Object.values(sampleSale(from + at + 1, version)),
    );
    seconds += await secondsOf(() => loadBatch(sql, load, from, batch));
  }
  return seconds;
}

type Value = string | number | boolean | null;

const loadBatch = (sql: SqlSession, load: string, from: number, batch: readonly (readonly Value[])[]): Promise<void> =>
  sql.transaction(async (scope) => {
    await scope.exec(`create temporary table batch (${columns}) on commit drop`);
    await scope.copy("copy batch from stdin", Buffer.from(copyText(batch)));
    await scope.exec(upsert);
    await scope.query("insert into bare.ledger values ($1, $2, $3)", [load, from, batch.length]);
  });

/** The made-up rows hold nothing that COPY's text format would have to escape. */
function copyText(batch: readonly (readonly Value[])[]): string {
  let text = "";
  for (const row of batch) {
    let before = "";
    for (const value of row) {
      text += `${before}${value ?? "\\N"}`;
      before = "\t";
    }
    text += "\n";
  }
  return text;
}
