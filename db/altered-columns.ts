import type { GraphSpec } from "../core/spec/graph.ts";
import { layouts, type Cell, type Layout } from "./declare/layout.ts";

/** A column as a database has it, its type in the words that `typeOf` uses. */
export type StoredColumn = {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
};
type TypeOf = (cell: Cell, schema: Layout["schema"]) => string;

/** Where stored columns differ from the declared ones, a sentence each. Columns that nobody declared are nobody's business here. */
export function alteredColumns(spec: GraphSpec, typeOf: TypeOf, stored: readonly StoredColumn[]): readonly string[] {
  const byName = new Map(stored.map((one) => [`${one.schema}.${one.table}.${one.column}`, one]));
  const tables = new Set(stored.map((one) => `${one.schema}.${one.table}`));
  return layouts(spec).flatMap((layout) => {
    const table = `${layout.schema}.${layout.name}`;
    if (!tables.has(table)) return [`${table} is missing, or not to be seen by this login`];
    return layout.cells.flatMap((cell) => {
      const [name, notNull] = [`${table}.${cell.name}`, cell.notNull || layout.key.includes(cell.name)];
      return difference(name, { type: typeOf(cell, layout.schema), nullable: !notNull }, byName.get(name));
    });
  });
}

type Shape = Pick<StoredColumn, "type" | "nullable">;

function difference(name: string, declared: Shape, stored: Shape | undefined): readonly string[] {
  if (stored === undefined) return [`${name} is missing`];
  if (stored.type !== declared.type) return [`${name} is ${stored.type}, declared ${declared.type}`];
  if (stored.nullable === declared.nullable) return [];
  return [stored.nullable ? `${name} may be null, declared not null` : `${name} may not be null, declared null`];
}
