import { sql, type SQL } from "drizzle-orm";
import type { DialectName, Statement } from "../../core/ports/database.ts";
import type { MartSpec } from "../../core/spec/asset.ts";
import type { Shown } from "./dialect.ts";
import { dialects } from "./dialects.ts";
import { inDialects } from "./in-dialects.ts";

/** Days of a mart, included at both ends. */
type Days = { readonly from: string; readonly to: string };

const named = sql.identifier("partitions");
const day: Shown = { name: "day", type: { kind: "date" } };
const ends: readonly Shown[] = ["first", "last"].map((name) => ({ name, type: { kind: "date" } }));
const martOf = ({ key }: Pick<MartSpec, "key">): SQL => sql`${sql.identifier("mart")}.${sql.identifier(key)}`;

const rendered = (build: (dialect: DialectName) => SQL): Statement =>
  inDialects((dialect) => dialects[dialect].render(build(dialect)));

/** The first and the last day that a mart has rows of, as `first` and `last`; null of an empty one. The mart's key begins with its day, so both are read from the ends of an index. */
export const partitionSpan = (mart: Pick<MartSpec, "key">): Statement =>
  rendered((dialect) => {
    const [first, last] = [sql.identifier("first"), sql.identifier("last")];
    const span = sql`select min(${sql.identifier("day")}) as ${first}, max(${sql.identifier("day")}) as ${last} from ${martOf(mart)}`;
    return sql`select ${dialects[dialect].shown(ends, named)} from (${span}) as ${named}`;
  });

/** Rows of each day that has some, as `day` and `rows`. */
export const partitionRows = (mart: Pick<MartSpec, "key">, { from, to }: Days): Statement =>
  rendered((dialect) => {
    const column = sql.identifier("day");
    const counted = sql`select ${column}, cast(count(*) as integer) as ${sql.identifier("rows")} from ${martOf(mart)} where ${column} between ${from} and ${to} group by ${column}`;
    const rows = sql`${named}.${sql.identifier("rows")}`;
    return sql`select ${dialects[dialect].shown([day], named)}, ${rows} from (${counted}) as ${named}`;
  });
