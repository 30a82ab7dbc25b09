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
const column = sql.identifier("day");
const [built, changed, told] = [sql.identifier("built"), sql.identifier("changed"), sql.identifier("told")];
const ofEngine = (name: string): SQL => sql`${sql.identifier("sillage")}.${sql.identifier(name)}`;
const [state, changes] = [ofEngine("asset_state"), ofEngine("materialisation")];
const attempts = ofEngine("partition_state");
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

/** Days of a mart whose newest attempt failed, as `failed`: ranges, as `failedDay` reads them. No row where none ever did. */
export const failedPartitions = ({ key }: Pick<MartSpec, "key">): Statement =>
  rendered(() => sql`select failed from ${attempts} where asset = ${key}`);

/** Days of a mart of which something that it is made of was materialised after its last build, as `day`; one of null where all are stale: it was built with another version, or a dep changed that makes it whole. */
export const stalePartitions = (mart: Pick<MartSpec, "key" | "deps" | "version">, days: Days): Statement =>
  rendered((dialect) => {
    const whole = mart.deps.filter(({ rebuild }) => rebuild === true).map(({ key }) => key);
    const byDay = mart.deps.filter((dep) => dep.days).map(({ key }) => key);
    const all = sql`select cast(null as date) as ${column}`;
    const stale = sql.join(
      [
        sql`${all} from ${state} as ${built} where ${of(built, "asset")} = ${mart.key} and ${of(built, "built_version")} <> ${mart.version}`,
        ...(whole.length === 0 ? [] : [sql`${all} from ${changes} as ${changed} where ${since(whole, mart)}`]),
        ...(byDay.length === 0 ? [] : [changedDays(dialect, since(byDay, mart), days)]),
      ],
      sql` union `,
    );
    return sql`select ${dialects[dialect].shown([day], named)} from (${stale}) as ${named}`;
  });

const of = (table: ReturnType<typeof sql.identifier>, name: string): SQL => sql`${table}.${sql.identifier(name)}`;

/** Changes of assets since a mart's last build. */
const since = (assets: readonly string[], { key }: Pick<MartSpec, "key">): SQL =>
  sql`${of(changed, "asset")} in ${assets} and ${of(changed, "at")} > (select ${of(built, "built_at")} from ${state} as ${built} where ${of(built, "asset")} = ${key})`;

/** The days of changes, which PostgreSQL keeps as an array and SQL Server as JSON. */
function changedDays(dialect: DialectName, isSince: SQL, { from, to }: Days): SQL {
  const list = of(changed, "days");
  const one = dialect === "postgres" ? of(told, "day") : sql`cast(j.${sql.identifier("value")} as date)`;
  const each =
    dialect === "postgres"
      ? sql`cross join unnest(${list}) as ${told}(${column})`
      : sql`cross apply openjson(${list}) j`;
  return sql`select ${one} as ${column} from ${changes} as ${changed} ${each} where ${isSince} and ${one} between ${from} and ${to}`;
}
