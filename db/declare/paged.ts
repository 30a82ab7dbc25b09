import { sql, type SQL, type SQLWrapper } from "drizzle-orm";

/** Places in an order: column names, `-` before those that fall. */
export type Order = readonly string[];
/** Rows after a place in an order, at most so many. */
export type Page = { readonly after: readonly (string | number)[] | undefined; readonly most: number };

/** What a built query stands for inside another statement. */
export const answer = sql.identifier("answer");

/** A page of a built query's rows: standard SQL that both dialects take, the built query having no order of its own. `list` says what of `answer` is shown. */
export function paged(built: SQLWrapper, list: SQL, order: Order, { after, most }: Page): SQL {
  const keys = order.map((key) => ({ column: columnOf(key), falls: key.startsWith("-") }));
  const sorted = sql.join(
    keys.map(({ column, falls }) => sql`${column} ${sql.raw(falls ? "desc" : "asc")}`),
    sql`, `,
  );
  const where = after === undefined ? sql`` : sql` where ${isAfter(keys, after)}`;
  return sql`select ${list} from ${built} as ${answer}${where} order by ${sorted} offset 0 rows fetch next ${most} rows only`;
}

const columnOf = (key: string): SQL => sql`${answer}.${sql.identifier(key.replace(/^-/, ""))}`;

/** Later in the first key, or the same there and later in the next, and so on. */
function isAfter(
  keys: readonly { readonly column: SQL; readonly falls: boolean }[],
  after: readonly (string | number)[],
): SQL {
  const cases = keys.map(({ column, falls }, at) => {
    const same = keys.slice(0, at).map((earlier, place) => sql`${earlier.column} = ${after[place]}`);
    return sql`(${sql.join([...same, sql`${column} ${sql.raw(falls ? "<" : ">")} ${after[at]}`], sql` and `)})`;
  });
  return sql`(${sql.join(cases, sql` or `)})`;
}
