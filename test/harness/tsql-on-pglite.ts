import type { InDialects } from "../../core/ports/database.ts";
import type { MartSpec } from "../../core/spec/asset.ts";
import { migrationStatements } from "../../db/migration-statements.ts";
import { openEngine } from "../../db/postgres/open-engine.ts";
import type { KpiDatabase } from "../contracts/kpis.ts";
import { tsqlAsPostgres, tsqlFunctions } from "./tsql-as-postgres.ts";

/**
 * A database that speaks the T-SQL of marts and KPIs: each statement is transpiled and run on PGlite, in tables made
 * from the T-SQL migration. It proves what the texts mean, as far as the transpiler is right; SQL Server itself it is not.
 */
export async function tsqlOnPglite(deployed: {
  readonly migrations: URL;
  readonly martText: ReadonlyMap<string, InDialects<string>>;
}): Promise<KpiDatabase> {
  const engine = await openEngine();
  await engine.exec(tsqlFunctions);
  await engine.exec(keptOut);
  for (const { text } of await migrationStatements("deployment", new URL("mssql/", deployed.migrations)))
    await engine.exec(tsqlAsPostgres(text));
  const query = async (text: string, params: readonly unknown[] = []) =>
    (await engine.query<Record<string, unknown>>(text, [...params])).rows;
  const build = async ({ key, columns }: MartSpec, days: readonly string[] | undefined): Promise<number> => {
    const list = columns.map((column) => `"${column.physical}"`).join(", ");
    const text = tsqlAsPostgres(deployed.martText.get(key)?.mssql ?? "");
    const made = await engine.query(`insert into "mart"."${key}" (${list}) ${text}`, [
      days === undefined ? null : JSON.stringify(days),
    ]);
    return made.affectedRows ?? 0;
  };
  return {
    query,
    read: async ({ mssql }) =>
      (await engine.query<Row>(tsqlAsPostgres(mssql.text), mssql.params.map(bound), { parsers })).rows,
    buildMart: async (mart, days) => ({
      rows: await build(mart, days),
      materialisationId: "M",
      changed: true,
      checks: [],
    }),
    describe: () => "PGlite, to which T-SQL is transpiled",
    close: () => engine.close(),
  };
}

/** Of the engine's own tables, those that questions name. */
const keptOut = `create schema sillage;
create table sillage.erased_person (pid char(36) primary key);
create table sillage.restricted_person (pid char(36) primary key);`;

type Row = Record<string, unknown>;
/** A datetime2 is a timestamp without a zone here, in UTC. */
const parsers = { 1114: (text: string) => new Date(`${text.replace(" ", "T")}Z`) };

/** The engine takes bits as it takes booleans: in words. */
const bound = (value: unknown): unknown => (typeof value === "number" ? String(value) : value);
