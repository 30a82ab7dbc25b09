import { sql } from "drizzle-orm";
import type { Statement } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { isOpen, isSealed } from "../../core/spec/column.ts";
import { ownColumn, ownerColumn } from "../person-columns.ts";
import { dialects } from "./dialects.ts";
import { inDialects } from "./in-dialects.ts";
import { pseudonym } from "./pseudonym.ts";

const stored = sql.identifier("stored");

/** A person's rows of a table in the open zone, by physical column names: their own, and facts that name them in any column; undefined where no column names people. */
export function personRows(table: TableSpec, pid: string): Statement | undefined {
  const naming = table.columns.filter((column) => column.derive?.kind === "pid");
  if (naming.length === 0) return undefined;
  const columns = table.columns.filter(isOpen).map(({ physical, type }) => ({ name: physical, type }));
  return inDialects((dialect) => {
    const theirs = naming.map(
      ({ physical }) => sql`${stored}.${sql.identifier(physical)} = ${pseudonym(dialect, pid)}`,
    );
    const list = dialects[dialect].shown(columns, stored);
    const rows = sql`select ${list} from ${sql.identifier("open")}.${sql.identifier(table.key)} as ${stored} where ${sql.join(theirs, sql` or `)}`;
    const json = columns.filter(({ type }) => type.kind === "json").map(({ name }) => name);
    return { ...dialects[dialect].render(rows), json };
  });
}

/** A person's sealed values of a table, with the keys of their rows; undefined where none is sealed under a person's key. */
export function personSealed(table: TableSpec, pid: string): Statement | undefined {
  const [own, owner] = [ownColumn(table), ownerColumn(table)];
  if (owner === undefined || !table.columns.some(isSealed)) return undefined;
  const sealed = sql.identifier("sealed_row");
  const keys = table.columns.filter((column) => column.key > 0).map(({ physical }) => sql.identifier(physical));
  const same = sql.join(
    keys.map((key) => sql`${stored}.${key} = ${sealed}.${key}`),
    sql` and `,
  );
  return inDialects((dialect) => {
    const theirs = pseudonym(dialect, pid);
    const whose =
      own === undefined
        ? sql`exists (select 1 from ${sql.identifier("open")}.${sql.identifier(table.key)} as ${stored} where ${same} and ${stored}.${sql.identifier(owner.physical)} = ${theirs})`
        : sql`${sealed}.${sql.identifier(own.physical)} = ${theirs}`;
    return dialects[dialect].render(
      sql`select ${sealed}.* from ${sql.identifier("sealed")}.${sql.identifier(table.key)} as ${sealed} where ${whose}`,
    );
  });
}
