import { sql, type SQL } from "drizzle-orm";
import type { DialectName, Statement } from "../../core/ports/database.ts";
import type { AssetSpec, TableSpec } from "../../core/spec/asset.ts";
import { isOpen } from "../../core/spec/column.ts";
import { dialects } from "./dialects.ts";
import { inDialects } from "./in-dialects.ts";

const rendered = (build: (dialect: DialectName) => SQL): Statement =>
  inDialects((dialect) => dialects[dialect].render(build(dialect)));
const stored = sql.identifier("stored");
const hash = sql`${stored}.${sql.identifier("_hash")}`;

/** What is counted: an asset, declared or not. */
type Counted = Pick<AssetSpec, "key" | "kind">;

/** Rows stored of some assets, as `asset` and `rows`; those flagged as vanished, whose hash is empty, are left out. */
export const storedCounts = (assets: readonly Counted[]): Statement =>
  rendered(() => sql.join(assets.map(storedCount), sql` union all `));

function storedCount({ key, kind }: Counted): SQL {
  const counted = sql`select ${sql.raw(`'${key}'`)} as asset, cast(count(*) as integer) as ${sql.identifier("rows")}`;
  return kind === "mart"
    ? sql`${counted} from ${sql.identifier("mart")}.${sql.identifier(key)}`
    : sql`${counted} from ${sql.identifier("open")}.${sql.identifier(key)} as ${stored} where ${hash} <> ''`;
}

const ledger = sql`${sql.identifier("sillage")}.${sql.identifier("load")}`;

/** The last hundred refused loads, as `load_id`, `table_key` and `code`. */
export const refusedLoads: Statement = rendered(
  () =>
    sql`select load_id, table_key, code from ${ledger} where state = 'refused' order by load_id desc offset 0 rows fetch next 100 rows only`,
);

/** Bytes and rows of the loads that were merged, as `asset`, `bytes` and `rows`: what a row weighs on the throttle. */
export const landedSizes: Statement = rendered(
  () =>
    sql`select table_key as asset, cast(sum(bytes) as bigint) as bytes, cast(sum(expected) as bigint) as ${sql.identifier("rows")} from ${ledger} where state = 'merged' group by table_key`,
);

const steps = sql`${sql.identifier("sillage")}.${sql.identifier("run_step")}`;
/** Builds of a mart that tell how long the next one may take. */
const toldBuilds = 10;

/** How long the last ten builds of each of some marts took that changed something in a run, as `asset` and `ms`. One statement whatever their number: it reads the kept steps once. */
export const lastBuilds = (marts: readonly string[]): Statement =>
  rendered(() => {
    const [place, told, ms] = [sql.identifier("place"), sql.identifier("told"), sql.identifier("ms")];
    const named = sql.raw(marts.map((key) => `'${key}'`).join(", "));
    const ordered = sql`select asset, ${ms}, row_number() over (partition by asset order by ended_at desc) as ${place} from ${steps} where state = 'done' and asset in (${named})`;
    return sql`select asset, ${ms} from (${ordered}) as ${told} where ${place} <= ${sql.raw(String(toldBuilds))}`;
  });

/** The tables of declarations that the database has, whoever declared them, as `schema` and `table`. */
export const storedTables: Statement = {
  postgres: {
    text: `select n.nspname as "schema", c.relname as "table" from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('open', 'sealed', 'mart') and c.relkind in ('r', 'p')`,
    params: [],
  },
  mssql: {
    text: "select distinct TABLE_SCHEMA as [schema], TABLE_NAME as [table] from INFORMATION_SCHEMA.COLUMNS where TABLE_SCHEMA in (N'open', N'sealed', N'mart');",
    params: [],
  },
};

/** The rows of a table by physical column names, with their hash; those flagged as vanished are left out. */
export const storedRows = (table: TableSpec): Statement =>
  inDialects((dialect) => {
    const columns = table.columns.filter(isOpen).map(({ physical, type }) => ({ name: physical, type }));
    const list = dialects[dialect].shown([...columns, { name: "_hash", type: { kind: "text", length: 64 } }], stored);
    const rows = sql`select ${list} from ${sql.identifier("open")}.${sql.identifier(table.key)} as ${stored} where ${hash} <> ''`;
    const json = columns.filter(({ type }) => type.kind === "json").map(({ name }) => name);
    return { ...dialects[dialect].render(rows), json };
  });
