import type { TableSpec } from "../../core/spec/asset.ts";
import { bracketed } from "./names.ts";
import type { SqlSession } from "./session.ts";

/** The greatest line of a part (load, part) up to which every line lies in a span: staged, quarantined, or of a merged slice. */
export const stagedThroughStatement = (table: TableSpec): string =>
  `with spans as (
  select [_line] as [first], [_line] as [last] from [staging].${bracketed(table.key)} where [_load] = @p1 and [_part] = @p2
  union all select [line], [line] from [sillage].[quarantine] where [load_id] = @p1 and [part] = @p2
  union all select [from_line], [to_line] from [sillage].[load_slice] where [load_id] = @p1 and [part] = @p2),
reached as (
  select [first], [last], coalesce(max([last]) over (order by [first], [last] rows between unbounded preceding and 1 preceding), 0) as [before] from spans)
select coalesce(min(case when [first] > [before] + 1 then [before] end), max([last]), 0) as [through] from reached;`;

/** The greatest line up to which a part is staged, merged or quarantined without a hole; 0 when nothing of it is. */
export async function stagedThrough(sql: SqlSession, table: TableSpec, load: string, part: number): Promise<number> {
  const [row] = await sql.query<{ through: number }>(stagedThroughStatement(table), [load, part]);
  return row?.through ?? 0;
}
