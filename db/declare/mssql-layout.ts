import { sql } from "drizzle-orm";
import { customType, index, mssqlSchema, primaryKey, type AnyMsSqlColumn } from "drizzle-orm/mssql-core";
import type { GraphSpec } from "../../core/spec/graph.ts";
import { layouts, zones, type Cell, type Layout } from "./layout.ts";
import { mssqlStagedType, mssqlType } from "./mssql-type.ts";
import { picked } from "./picked.ts";

/** The schemas and tables that declarations ask of SQL Server, as Drizzle objects for its migration generator. */
export function mssqlLayout(spec: GraphSpec): Record<string, unknown> {
  const schemas = zones.map((zone) => [zone, mssqlSchema(zone)] as const);
  const tables = layouts(spec).map((layout) => [`${layout.schema}.${layout.name}`, toDrizzle(layout)] as const);
  return Object.fromEntries<unknown>([...schemas, ...tables]);
}

const toDrizzle = (layout: Layout) =>
  mssqlSchema(layout.schema).table(
    layout.name,
    Object.fromEntries(layout.cells.map((one) => [one.name, toBuilder(one, layout.schema)])),
    (columns: Readonly<Record<string, AnyMsSqlColumn>>) => [
      primaryKey({ name: `${layout.name}_pkey`, columns: picked(columns, layout.key) }),
      ...layout.indexes.map((name) => index(`${layout.name}_${name}`).on(...picked(columns, [name]))),
      ...layout.sparse.map((name) =>
        index(`${layout.name}_${name}`)
          .on(...picked(columns, [name]))
          .where(sql`${sql.identifier(name)} is not null`),
      ),
    ],
  );

function toBuilder({ name, type, notNull }: Cell, schema: Layout["schema"]) {
  const sqlType = schema === "staging" ? mssqlStagedType(type) : mssqlType(type);
  const builder = customType<{ data: unknown }>({ dataType: () => sqlType })(name);
  return notNull ? builder.notNull() : builder;
}
