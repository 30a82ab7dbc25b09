import { getColumns, isNull, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { DialectName } from "../../core/ports/database.ts";
import type { AssetSpec } from "../../core/spec/asset.ts";
import type { Bounds } from "../../core/spec/check.ts";
import { orderingColumn } from "../../core/spec/ordering-column.ts";
import type { DeclaredCheck } from "./check.ts";
import { dialects } from "./dialects.ts";
import { openIn } from "./open-of.ts";

/** The name by which a check's statement knows the content to be checked. */
export const checkedName = "checked";
/** That content, in a statement. */
export const checked = sql.identifier(checkedName);
const rows = sql`count(*)`;
const whole = sql`${checked}`;

/** Where a check is declared, and the dialect that it is written in. */
export type CheckPlace = { readonly asset: AssetSpec; readonly dialect: DialectName };

/** The query of a check's measure: one row of `figure`, `failing`, `compared` and `latest`. */
export function measureOf(check: DeclaredCheck, place: CheckPlace): SQL {
  const { spec } = check;
  const column = columnsOf(place.asset);
  const failing = (where: SQL): SQL => measured(place, { failing: rows }, sql`${checked} where ${where}`);
  switch (spec.kind) {
    case "unique":
      return repeated(spec.columns.map(column), place);
    case "uniqueShare":
      return alone(spec.columns.map(column), place);
    case "nullShare":
      return absent(column(spec.column), place);
    case "rowCount":
    case "rowChange":
      return measured(place, { figure: rows }, whole);
    case "references":
      return failing(unreferred(column(spec.column), check, place));
    case "acceptedValues":
      return failing(sql`${column(spec.column)} not in ${[...spec.values]}`);
    case "between":
      return failing(outside(column(spec.column), spec));
    case "sumsMatch":
      return sums(column(spec.column), check, place);
    case "sourceFresh":
      return measured(place, { latest: sql`max(${newest(place.asset, column)})` }, whole);
    case "failing": {
      const found = check.failingRows?.(place.dialect);
      return measured(place, { failing: rows }, sql`(${found?.getSQL()}) as failing_rows`);
    }
  }
}

const columnsOf =
  (asset: AssetSpec) =>
  (name: string): SQL => {
    const physical = asset.columns.find((column) => column.name === name)?.physical ?? name;
    return sql`${checked}.${sql.identifier(physical)}`;
  };

/** One row; what is not given is null. */
function measured(
  { dialect }: CheckPlace,
  given: { readonly figure?: SQL; readonly failing?: SQL; readonly compared?: SQL; readonly latest?: SQL },
  from: SQL,
): SQL {
  const { figure = sql`null`, failing = sql`null`, compared = sql`null`, latest = sql`null` } = given;
  const list = [
    sql`cast(${figure} as decimal(38,6)) as figure`,
    sql`cast(${failing} as integer) as failing`,
    sql`cast(${compared} as decimal(38,6)) as compared`,
    sql`${dialects[dialect].toInstant(latest)} as latest`,
  ];
  return sql`select ${sql.join(list, sql`, `)} from ${from}`;
}

/** Rows beyond the first of their values. */
function repeated(columns: readonly SQL[], place: CheckPlace): SQL {
  const present = sql.join(
    columns.map((column) => sql`${column} is not null`),
    sql` and `,
  );
  const values = sql`select count(*) as n from ${checked} where ${present} group by ${sql.join([...columns], sql`, `)} having count(*) > 1`;
  return measured(place, { failing: sql`coalesce(sum(n - 1), 0)` }, sql`(${values}) as repeated`);
}

/** Rows whose values no other row has, and their share. */
function alone(columns: readonly SQL[], place: CheckPlace): SQL {
  const values = sql`select count(*) as n from ${checked} group by ${sql.join([...columns], sql`, `)}`;
  const single = sql`coalesce(sum(case when n = 1 then 1 else 0 end), 0)`;
  const share = sql`coalesce(${single} * 1.000000 / nullif(sum(n), 0), 0)`;
  return measured(place, { figure: share, failing: single }, sql`(${values}) as shared`);
}

function absent(column: SQL, place: CheckPlace): SQL {
  const count = sql`coalesce(sum(case when ${column} is null then 1 else 0 end), 0)`;
  const share = sql`coalesce(${count} * 1.000000 / nullif(${rows}, 0), 0)`;
  return measured(place, { figure: share, failing: count }, whole);
}

/** A table's row is judged once the other table is loaded as far as the row's own instant. */
function unreferred(column: SQL, { refers }: DeclaredCheck, { asset, dialect }: CheckPlace): SQL {
  const [key] = refers?.columns.filter((one) => one.key > 0) ?? [];
  const table = sql`${sql.identifier("open")}.${sql.identifier(refers?.key ?? "")}`;
  const found = sql`select 1 from ${table} as referred where referred.${sql.identifier(key?.physical ?? "")} = ${column}`;
  const missing = sql`${column} is not null and not exists (${found})`;
  if (asset.kind === "mart") return missing;
  const mark = sql`(select loaded_through from ${sql.identifier("sillage")}.${sql.identifier("asset_state")} where asset = ${refers?.key})`;
  return sql`${missing} and ${checked}.${sql.identifier("_ordered_at")} <= ${dialects[dialect].toInstant(mark)}`;
}

function outside(column: SQL, { atLeast, atMost }: Bounds<number | string>): SQL {
  const sides = [
    ...(atLeast === null ? [] : [sql`${column} < ${atLeast}`]),
    ...(atMost === null ? [] : [sql`${column} > ${atMost}`]),
  ];
  return sql`(${sql.join(sides, sql` or `)})`;
}

/** Narrow enough that T-SQL keeps six decimals of a difference. */
const total = (column: SQLWrapper): SQL =>
  sql`cast(coalesce(sum(cast(${column} as decimal(28,6))), 0) as decimal(28,6))`;

function sums(column: SQL, { summed }: DeclaredCheck, place: CheckPlace): SQL {
  const { of, column: name, where } = summed?.(place.dialect) ?? {};
  if (of === undefined || name === undefined) return whole;
  const other = openIn[place.dialect](of);
  const others = getColumns(other);
  const deleted = of.spec.columns.find((one) => one.softDelete);
  const live = deleted === undefined ? undefined : others[deleted.name];
  const kept = where ?? (live === undefined ? sql`1 = 1` : isNull(live));
  const own = sql`select ${total(column)} as own_sum from ${checked}`;
  const theirs = sql`select ${total(sql`${others[name]}`)} as other_sum from ${other} where ${kept}`;
  return measured(
    place,
    { figure: sql`own_sum - other_sum`, compared: sql`other_sum` },
    sql`(${own}) as mine cross join (${theirs}) as theirs`,
  );
}

const newest = (asset: AssetSpec, column: (name: string) => SQL): SQL =>
  asset.kind === "table" ? column(orderingColumn(asset)?.name ?? "") : sql`null`;
