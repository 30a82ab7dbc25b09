import type { MartSpec, TableSpec } from "../../core/spec/asset.ts";
import { keyColumns, openColumns, quoted, sealedColumns, sqlType, stagedColumns } from "./names.ts";

const list = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join(",\n");

/** Statements that create a table's open, sealed and staging halves. */
export function tableDdl(table: TableSpec): readonly string[] {
  const key = `primary key (${keyColumns(table)
    .map((column) => quoted(column.physical))
    .join(", ")})`;
  const open = openColumns(table).map(
    (column) => `${quoted(column.physical)} ${sqlType(column)}${column.nullable ? "" : " not null"}`,
  );
  const engine = [
    '"_hash" text not null',
    '"_ordered_at" timestamptz(3) not null',
    '"_load" text not null',
    '"_line" integer not null',
    '"business_day" date',
  ];
  const dayed = table.dayOf !== undefined || table.columns.some((column) => column.businessDay);
  return [
    `create table "open".${quoted(table.key)} (\n${list([...open, ...engine, key])}\n)`,
    ...(dayed
      ? [`create index ${quoted(`${table.key}_business_day`)} on "open".${quoted(table.key)} ("business_day")`]
      : []),
    ...sealedDdl(table, key),
    stagingDdl(table),
  ];
}

function sealedDdl(table: TableSpec, key: string): readonly string[] {
  const sealed = sealedColumns(table);
  if (sealed.length === 0) return [];
  const keys = keyColumns(table).map((column) => `${quoted(column.physical)} ${sqlType(column)} not null`);
  return [
    `create table "sealed".${quoted(table.key)} (\n${list([...keys, ...sealed.map((column) => `${quoted(column.physical)} bytea`), key])}\n)`,
  ];
}

function stagingDdl(table: TableSpec): string {
  const engine = [
    '"_load" text not null',
    '"_part" integer not null',
    '"_line" integer not null',
    '"_hash" text not null',
    '"_ordered_at" timestamptz(3) not null',
    '"business_day" date',
  ];
  const columns = stagedColumns(table).map((column) => `${quoted(column.physical)} ${sqlType(column)}`);
  return `create unlogged table "staging".${quoted(table.key)} (\n${list([...engine, ...columns, 'primary key ("_load", "_part", "_line")'])}\n)`;
}

/** The statement that creates a mart. */
export function martDdl(mart: MartSpec): string {
  const columns = mart.columns.map(
    (column) => `${quoted(column.physical)} ${sqlType(column)}${column.nullable ? "" : " not null"}`,
  );
  const keys = mart.columns.filter((column) => column.key > 0).sort((left, right) => left.key - right.key);
  return `create table "mart".${quoted(mart.key)} (\n${list([...columns, `primary key (${keys.map((column) => quoted(column.physical)).join(", ")})`])}\n)`;
}

/** Statements that create the schemas of a deployment. */
export const schemaDdl = (): readonly string[] =>
  ["open", "sealed", "staging", "mart"].map((schema) => `create schema if not exists ${quoted(schema)}`);
