import type { MsSqlSnapshot } from "./drizzle-kit.ts";
import { ofKind, tableName } from "./snapshot-entities.ts";

type Served = {
  readonly table: string;
  readonly columns: readonly string[];
  readonly drop: string;
  readonly make: string;
};

/**
 * Statements with the keys and indexes of altered columns dropped before and made anew after them: SQL Server alters no
 * column that one of them holds. Those that change themselves are drizzle-kit's own business.
 */
export function aroundIndexes(
  statements: readonly string[],
  known: MsSqlSnapshot,
  wanted: MsSqlSnapshot,
): readonly string[] {
  const altered = alteredColumns(known, wanted);
  const had = new Set(served(known).map((one) => one.make));
  const held = served(wanted).filter(
    (one) => had.has(one.make) && one.columns.some((column) => altered.has(`${one.table}.${column}`)),
  );
  return [...held.toReversed().map((one) => one.drop), ...statements, ...held.map((one) => one.make)];
}

function alteredColumns(known: MsSqlSnapshot, wanted: MsSqlSnapshot): ReadonlySet<string> {
  const before = new Map(ofKind(known, "columns").map((column) => [`${tableName(column)}.${column.name}`, column]));
  return new Set(
    ofKind(wanted, "columns").flatMap((column) => {
      const name = `${tableName(column)}.${column.name}`;
      const old = before.get(name);
      return old === undefined || (old.type === column.type && old.notNull === column.notNull) ? [] : [name];
    }),
  );
}

/** Keys and indexes of a layout, keys first: the rows are stored in a key's order, so its indexes come after it. */
function served(snapshot: MsSqlSnapshot): readonly Served[] {
  const keys = ofKind(snapshot, "pks").map((key): Served => {
    const table = `[${key.schema}].[${key.table}]`;
    return {
      table: tableName(key),
      columns: key.columns,
      drop: `ALTER TABLE ${table} DROP CONSTRAINT [${key.name}];`,
      make: `ALTER TABLE ${table} ADD CONSTRAINT [${key.name}] PRIMARY KEY (${listed(key.columns)});`,
    };
  });
  const indexes = ofKind(snapshot, "indexes").map((index): Served => {
    const table = `[${index.schema}].[${index.table}]`;
    const columns = index.columns.map((column) => column.value);
    return {
      table: tableName(index),
      columns,
      drop: `DROP INDEX [${index.name}] ON ${table};`,
      make: `CREATE INDEX [${index.name}] ON ${table} (${listed(columns)})${index.where == null ? "" : ` WHERE ${index.where}`};`,
    };
  });
  return [...keys, ...indexes];
}

const listed = (columns: readonly string[]): string => columns.map((column) => `[${column}]`).join(", ");
