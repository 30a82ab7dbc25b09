import { sql } from "drizzle-orm";
import {
  customType,
  index,
  pgSchema,
  primaryKey,
  type AnyPgColumn,
  type AnyPgColumnBuilder,
} from "drizzle-orm/pg-core";
import type { GraphSpec } from "../../core/spec/graph.ts";
import { layouts, zones, type Cell, type Layout } from "./layout.ts";
import { picked } from "./picked.ts";
import { postgresType } from "./postgres-type.ts";

/** The schemas and tables that declarations ask of PostgreSQL, as Drizzle objects for its migration generator. */
export function postgresLayout(spec: GraphSpec): Record<string, unknown> {
  const schemas = zones.map((zone) => [zone, pgSchema(zone)] as const);
  const tables = layouts(spec).map((layout) => [`${layout.schema}.${layout.name}`, toDrizzle(layout)] as const);
  return Object.fromEntries<unknown>([...schemas, ...tables]);
}

const toDrizzle = (layout: Layout) =>
  pgSchema(layout.schema).table(
    layout.name,
    Object.fromEntries(layout.cells.map((one) => [one.name, toBuilder(one)])),
    (columns: Readonly<Record<string, AnyPgColumn>>) => [
      found(layout, columns),
      ...layout.indexes.map((name) => index(`${layout.name}_${name}`).on(...picked(columns, [name]))),
      ...layout.sparse.map((name) =>
        index(`${layout.name}_${name}`)
          .on(...picked(columns, [name]))
          .where(sql`${sql.identifier(name)} is not null`),
      ),
    ],
  );

/** By what rows are found. Staging is filled fastest without a key: whoever stages a line keeps it from being there twice. */
const found = ({ schema, name, key }: Layout, columns: Readonly<Record<string, AnyPgColumn>>) =>
  schema === "staging"
    ? index(`${name}_${stagedPlace.join("_")}`).on(...picked(columns, stagedPlace))
    : primaryKey({ name: `${name}_pkey`, columns: picked(columns, key) });

/** The place of a line in any load: loads are few at once, and their names dear to compare. */
const stagedPlace = ["_part", "_line"];

function toBuilder({ name, type, notNull }: Cell): AnyPgColumnBuilder {
  const builder = customType<{ data: unknown }>({ dataType: () => postgresType(type) })(name);
  return notNull ? builder.notNull() : builder;
}
