import type { ColumnBuilderBase } from "drizzle-orm/column-builder";
import * as ms from "drizzle-orm/mssql-core";
import * as pg from "drizzle-orm/pg-core";
import type { AnyPgColumnBuilder } from "drizzle-orm/pg-core";

/** The real Drizzle builders of one column, by dialect: what they read into JavaScript is the same. */
export type BuilderPair = { readonly postgres: AnyPgColumnBuilder; readonly mssql: ColumnBuilderBase };

const pair = <P extends AnyPgColumnBuilder, M extends ColumnBuilderBase>(postgres: P, mssql: M) => ({
  postgres,
  mssql,
});

/** T-SQL has no word for true or false: a bit is written 1 or 0, also where a value stands in the text. */
const bit = ms.customType<{ data: boolean; driverData: number }>({
  dataType: () => "bit",
  toDriver: (value) => (value ? 1 : 0),
});

/** Parameters go as nvarchar, as which the driver would write a Date in words. */
const utc = ms.customType<{ data: Date; driverData: string }>({
  dataType: () => "datetime2(3)",
  toDriver: (value) => value.toISOString(),
});

/** Builders of each kind of column, for queries; the types of the stored columns are `postgres-type.ts`'s and `mssql-type.ts`'s. */
export const builders = {
  int: () => pair(pg.integer(), ms.int()),
  bigint: () => pair(pg.bigint({ mode: "number" }), ms.bigint({ mode: "number" })),
  decimal: (precision: number, scale: number) =>
    pair(pg.numeric({ precision, scale }), ms.decimal({ precision, scale, mode: "string" })),
  text: (length: number) => pair(pg.varchar({ length }), ms.nvarchar({ length })),
  oneOf: <const V extends readonly [string, ...string[]]>(values: V) =>
    pair(pg.varchar({ length: 40, enum: values }), ms.nvarchar({ length: 40, enum: values })),
  bool: () => pair(pg.boolean(), bit()),
  instant: () => pair(pg.timestamp({ withTimezone: true, precision: 3, mode: "date" }), utc()),
  date: () => pair(pg.date({ mode: "string" }), ms.date({ mode: "string" })),
  uuid: () => pair(pg.uuid(), ms.char({ length: 36 })),
  json: () => pair(pg.jsonb(), ms.nvarchar({ mode: "json", length: "max" })),
};
