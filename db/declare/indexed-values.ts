import { sql } from "drizzle-orm";
import type { Statement } from "../../core/ports/database.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { ownColumn } from "../person-columns.ts";
import type { Shown } from "./dialect.ts";
import { dialects } from "./dialects.ts";
import { inDialects } from "./in-dialects.ts";
import { pseudonyms } from "./pseudonyms.ts";

const answer = sql.identifier("answer");
const stored = sql.identifier("stored");
const twin = sql.identifier("twin");

/** Of people's own rows of a table: keys, what is sealed and indexed, and the cursor, null of who left the open zone; by physical names. Undefined where the table is about nobody, or nothing of it is indexed. */
export function indexedValues(table: TableSpec, pids: readonly string[]): Statement | undefined {
  const own = ownColumn(table);
  const indexed = table.columns.filter(({ personal }) => personal?.index !== undefined);
  if (own === undefined || indexed.length === 0) return undefined;
  const keys = table.columns.filter(({ key }) => key > 0);
  const cursor = table.columns.filter((column) => column.cursor);
  const of = (relation: typeof twin, columns: readonly { readonly physical: string }[]) =>
    columns.map(({ physical }) => sql`${relation}.${sql.identifier(physical)}`);
  const same = keys.map(({ physical }) => {
    const column = sql.identifier(physical);
    return sql`${stored}.${column} = ${twin}.${column}`;
  });
  const shown: readonly Shown[] = [
    ...[...keys, ...cursor].map(({ physical, type }) => ({ name: physical, type })),
    // Sealed bytes, whatever was sealed.
    ...indexed.map(({ physical }): Shown => ({ name: physical, type: { kind: "uuid" } })),
  ];
  return inDialects((dialect) => {
    const list = sql.join([...of(twin, keys), ...of(stored, cursor), ...of(twin, indexed)], sql`, `);
    const [sealed, open] = [sql.identifier("sealed"), sql.identifier("open")];
    const name = sql.identifier(table.key);
    const rows = sql`select ${list} from ${sealed}.${name} as ${twin} left join ${open}.${name} as ${stored} on ${sql.join(same, sql` and `)} where ${twin}.${sql.identifier(own.physical)} in ${pseudonyms(dialect, pids)}`;
    return dialects[dialect].render(sql`select ${dialects[dialect].shown(shown, answer)} from (${rows}) as ${answer}`);
  });
}
