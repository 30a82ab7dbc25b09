import { sql } from "drizzle-orm";
import type { Statement } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import type { ColumnSpec } from "../../core/spec/column.ts";
import { dialects } from "./dialects.ts";
import { inDialects } from "./in-dialects.ts";

const stored = sql.identifier("stored");
const place = ["_load", "_part", "_line"].map((name) => sql`${stored}.${sql.identifier(name)}`);

/** Where the rows of a person were landed, whose pseudonym the column `owner` holds: `_load`, `_part` and `_line`, the last two from 1. */
export const rowPlace = (table: TableSpec, owner: ColumnSpec, pid: string): Statement =>
  inDialects((dialect) =>
    dialects[dialect].render(
      sql`select ${sql.join(place, sql`, `)} from ${sql.identifier("open")}.${sql.identifier(table.key)} as ${stored} where ${stored}.${sql.identifier(owner.physical)} = ${pid} and ${stored}.${sql.identifier("_hash")} <> ''`,
    ),
  );
