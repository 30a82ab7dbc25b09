import { sql, type SQL } from "drizzle-orm";
import type { DialectName } from "../../core/ports/database.ts";
import type { Retention } from "../../core/register/retention.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import type { ColumnSpec } from "../../core/spec/column.ts";
import type { ActivitySpec, RetentionSpec } from "../../core/spec/register.ts";
import type { Shown } from "./dialect.ts";
import { dialects } from "./dialects.ts";
import { inDialects } from "./in-dialects.ts";

type Tables = ReadonlyMap<string, TableSpec>;

const kept = sql.identifier("kept");
const counted: readonly Shown[] = [
  { name: "people", type: { kind: "int" } },
  { name: "due", type: { kind: "int" } },
  { name: "oldest", type: { kind: "date" } },
];
const named: readonly Shown[] = [{ name: "pid", type: { kind: "uuid" } }];
/** Facts about people who were erased name nobody. */
const nobody = "00000000-0000-0000-0000-000000000000";

/**
 * A retention with its statements. Who is kept has a row of their own, deleted at the source or not: an erased person's
 * facts alone make nobody due again.
 */
export const retentionReads = (spec: RetentionSpec, tables: Tables): Retention => ({
  spec,
  counts: (cutoff) =>
    inDialects((dialect) => {
      const { render, shown } = dialects[dialect];
      const due = sql`case when last_day <= cast(${cutoff} as date) then 1 else 0 end`;
      const counts = sql`select cast(count(*) as integer) as people, cast(coalesce(sum(${due}), 0) as integer) as due, min(last_day) as oldest from (${lastSeen(spec, tables, dialect)}) as ${kept}`;
      const answer = sql.identifier("answer");
      return render(sql`select ${shown(counted, answer)} from (${counts}) as ${answer}`);
    }),
  due: (cutoff, after, most) =>
    inDialects((dialect) => {
      const { render, shown } = dialects[dialect];
      const due = sql`select pid from (${lastSeen(spec, tables, dialect)}) as seen where last_day <= cast(${cutoff} as date) and pid > ${after}`;
      return render(
        sql`select ${shown(named, kept)} from (${due}) as ${kept} order by pid offset 0 rows fetch next ${sql.raw(String(Math.trunc(most)))} rows only`,
      );
    }),
});

/** Each of the people, and the day of the last thing that they did. */
function lastSeen(spec: RetentionSpec, tables: Tables, dialect: DialectName): SQL {
  const people = tables.get(spec.people);
  const id = people?.columns.find(({ key, derive }) => key > 0 && derive?.kind === "pid");
  const pid = sql`owner.${sql.identifier(id?.physical ?? "")}`;
  const done = sql.join(
    spec.after.map((activity) => daysOf(activity, tables.get(activity.table), dialect)),
    sql` union all `,
  );
  return sql`select ${pid} as pid, max(done.done_on) as last_day from ${sql.identifier("open")}.${sql.identifier(spec.people)} as owner join (${done}) as done on done.who = ${pid} where ${pid} <> ${nobody} group by ${pid}`;
}

function daysOf({ table, person, at }: ActivitySpec, found: TableSpec | undefined, dialect: DialectName): SQL {
  const who = found?.columns.find(({ name }) => name === person);
  const when = found?.columns.find(({ name }) => name === at);
  const day = dayOf(when, dialect);
  return sql`select ${sql.identifier(who?.physical ?? "")} as who, ${day} as done_on from ${sql.identifier("open")}.${sql.identifier(table)}`;
}

function dayOf(column: ColumnSpec | undefined, dialect: DialectName): SQL {
  const named = sql`${sql.identifier(column?.physical ?? "")}`;
  return column?.type.kind === "date" ? named : dialects[dialect].utcDay(named);
}
