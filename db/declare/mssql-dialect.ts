import { sql, type SQL, type SQLWrapper } from "drizzle-orm";
import { MsSqlDialect, QueryBuilder } from "drizzle-orm/mssql-core";
import type { ColumnType } from "../../core/spec/column.ts";
import type { Dialect } from "./dialect.ts";
import { naming } from "./naming.ts";
import type { Query, Words } from "./query.ts";
import { windowsZone } from "./windows-zone.ts";

/** Parameters as the driver names them, and texts that keep their accents whatever the database's code page. */
class Engine extends MsSqlDialect {
  override escapeParam(place: number): string {
    return `@p${place + 1}`;
  }
  override escapeString(text: string): string {
    return `N'${text.replaceAll("'", "''")}'`;
  }
}

const engine = new Engine();
/** A Monday, so that whole weeks are counted from it. */
const firstMonday = sql.raw("cast('0001-01-01' as date)");

/** Written without DATETRUNC, which SQL Server knows since 2022 only. */
const words: Words = {
  inDays: (column) =>
    sql<boolean>`(@p1 is null or ${column} in (select [day] from openjson(@p1) with ([day] date '$')))`,
  period(grain, column) {
    switch (grain) {
      case "day":
        return sql<string>`${column}`;
      case "week":
        return sql<string>`dateadd(day, -(datediff(day, ${firstMonday}, ${column}) % 7), ${column})`;
      case "month":
        return sql<string>`datefromparts(year(${column}), month(${column}), 1)`;
      case "season":
      case "year":
        return sql<string>`datefromparts(year(${column}), 1, 1)`;
    }
  },
  unitOfYear: (unit, column) =>
    unit === "month" ? sql<number>`month(${column})` : sql<number>`datepart(iso_week, ${column})`,
  weekday: (column) => sql<number>`(datediff(day, ${firstMonday}, ${column}) % 7 + 1)`,
  localHour: (instant, zone) =>
    sql<number>`datepart(hour, ${instant} at time zone N'UTC' at time zone ${sql.raw(`N'${windowsZone(zone)}'`)})`,
  monthsBetween: (from, to) => sql<number>`(12 * (year(${to}) - year(${from})) + month(${to}) - month(${from}))`,
  daysBetween: (from, to) => sql<number>`datediff(day, ${from}, cast(${to} as date))`,
  isKeptOut: (person) =>
    sql<boolean>`(${person} in (select [pid] from [sillage].[erased_person] union all select [pid] from [sillage].[restricted_person]))`,
  noPerson: () => sql<string | null>`cast(null as char(36))`,
};

/** Exact text where the driver would give a float, or a Date for what has no hour. */
function shown(kind: ColumnType["kind"], column: SQL): SQL {
  switch (kind) {
    case "decimal":
      return sql`cast(${column} as nvarchar(41))`;
    case "date":
      return sql`convert(nvarchar(10), ${column}, 23)`;
    case "bigint":
    case "bool":
    case "code":
    case "instant":
    case "int":
    case "json":
    case "oneOf":
    case "text":
    case "uuid":
      return column;
  }
}

/** T-SQL of SQL Server 2019 and later, Azure SQL among them. */
export const mssqlDialect: Dialect = {
  query: () => mintQuery(Object.assign(naming(new QueryBuilder()), words)),
  render(built) {
    const { sql: text, params } = engine.sqlToQuery(built.getSQL());
    return { text, params };
  },
  renderInline: (built) => engine.sqlToQuery(built.getSQL().inlineParams()).sql,
  // Planned anew for the days at hand: a plan that serves all days and some reads every row for some.
  martEnd: sql` option (recompile)`,
  toInstant: (text) => sql`cast(${text} as datetime2(3))`,
  utcDay: (instant) => sql`cast(${instant} as date)`,
  shown: (columns, prefix: SQLWrapper) =>
    sql.join(
      columns.map(({ name, type }) => {
        const column = sql`${prefix}.${sql.identifier(name)}`;
        return sql`${shown(type.kind, column)} as ${sql.identifier(name)}`;
      }),
      sql`, `,
    ),
};

/** The one place where T-SQL's builder takes the type of PostgreSQL's: select, joins, where, groups and unions are the same calls. */
const mintQuery = (built: unknown): Query => built as Query;
