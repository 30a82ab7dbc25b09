import type { Database } from "../../core/ports/database.ts";

/** Bytes of an engine table with its indexes, by name. */
export type Sizes = ReadonlyMap<string, number>;

/** Materialisations that are written down. */
export async function materialisations(database: Database): Promise<number> {
  const [row] = await database.query("select count(*) as n from sillage.materialisation");
  return Number(row?.["n"]);
}

/** How large the engine's tables are, with their indexes, once what was deleted is given back. */
export async function engineSizes(database: Database): Promise<Sizes> {
  const tables = await database.query(
    "select tablename from pg_tables where schemaname = 'sillage' order by tablename",
  );
  for (const { tablename } of tables) await database.query(`vacuum full sillage."${String(tablename)}"`);
  const rows = await database.query(
    "select relname, pg_total_relation_size(c.oid)::bigint as bytes from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'sillage' and relkind = 'r'",
  );
  return new Map(rows.map((row) => [String(row["relname"]), Number(row["bytes"])]));
}
