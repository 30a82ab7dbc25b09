import { sql } from "drizzle-orm";
import type { Statement } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { isSealed, type ColumnSpec } from "../../core/spec/column.ts";
import { dialects } from "./dialects.ts";
import { inDialects } from "./in-dialects.ts";

const open = sql.identifier("open");
const stored = sql.identifier("stored");
const twin = sql.identifier("twin");

/** The sealed rows of a person in a table whose column `owner` holds their pseudonym: key columns and sealed ones, by physical name. Rows that vanished at the source are left out. */
export const revealRows = (table: TableSpec, owner: ColumnSpec, pid: string): Statement =>
  inDialects((dialect) => {
    const keys = table.columns.filter((column) => column.key > 0);
    const list = [
      dialects[dialect].shown(
        keys.map(({ physical, type }) => ({ name: physical, type })),
        stored,
      ),
      ...table.columns.filter(isSealed).map(({ physical }) => sql`${twin}.${sql.identifier(physical)}`),
    ];
    const same = keys.map(
      ({ physical }) => sql`${stored}.${sql.identifier(physical)} = ${twin}.${sql.identifier(physical)}`,
    );
    return dialects[dialect].render(
      sql`select ${sql.join(list, sql`, `)} from ${open}.${sql.identifier(table.key)} as ${stored} join ${sql.identifier("sealed")}.${sql.identifier(table.key)} as ${twin} on ${sql.join(same, sql` and `)} where ${stored}.${sql.identifier(owner.physical)} = ${pid} and ${stored}.${sql.identifier("_hash")} <> ''`,
    );
  });
