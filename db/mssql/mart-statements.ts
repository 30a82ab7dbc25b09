import type { MartSpec } from "../../core/spec/asset.ts";
import { daysIn, listOfDays, textsIn } from "./json-list.ts";
import { bracketed } from "./names.ts";

/** Re-read before a mart's last build: changes that were being committed while it ran. A day rebuilt for nothing changes nothing. */
const since = "dateadd(hour, -1, cast(@p2 as datetime2(3)))";

const target = (mart: MartSpec): string => `[mart].${bracketed(mart.key)}`;
const columnsOf = (mart: MartSpec): string => mart.columns.map((column) => bracketed(column.physical)).join(", ");
/** The rows of the days in a JSON list, null for all. */
const chosen = `(@p1 is null or [day] in ${daysIn("@p1")})`;

/** When and as which version a mart was built last. */
export const builtStatement =
  "select [built_at] as [built], [built_version] as [version], [materialisation_id] as [id] from [sillage].[asset_state] where [asset] = @p1 and [materialisation_id] is not null;";

/** Changes of assets (a JSON list) since a build. */
export const changedStatement = `select count(*) as [n] from [sillage].[materialisation] where [asset] in ${textsIn("@p1")} and [at] >= ${since};`;

/** Days of changes of assets (a JSON list) since a build. */
export const changedDaysStatement = `select ${listOfDays} as [days] from (
  select distinct cast(j.[value] as date) as [day] from [sillage].[materialisation] m cross apply openjson(m.[days]) j
  where m.[asset] in ${textsIn("@p1")} and m.[at] >= ${since}) d;`;

/** How far assets (a JSON list) are loaded. */
export const marksStatement = `select [asset], [loaded_through] as [loadedThrough] from [sillage].[asset_state] where [asset] in ${textsIn("@p1")};`;

/** A mart was built just now (asset, version, how far its deps were loaded or null). */
export const markBuiltStatement =
  "update [sillage].[asset_state] set [built_at] = sysutcdatetime(), [built_version] = @p2, [loaded_through] = @p3 where [asset] = @p1;";

/** The place where a mart is computed aside: a batch, so that it outlives its statement; the transaction's end takes it away. */
export const asideStatement = (mart: MartSpec): string =>
  `drop table if exists #rebuilt; select top (0) ${columnsOf(mart)} into #rebuilt from ${target(mart)};`;

/** A mart's query, its days a JSON list or null, computed aside. */
export const computeStatement = (mart: MartSpec, text: string): string =>
  `insert into #rebuilt (${columnsOf(mart)}) ${text};`;

/** Rows computed, and the days on which they differ from what the mart holds of those days (a JSON list or null). */
export function differenceStatement(mart: MartSpec): string {
  const columns = columnsOf(mart);
  const current = `select ${columns} from ${target(mart)} where ${chosen}`;
  return `select (select count(*) from #rebuilt) as [rows], (select ${listOfDays} from (select distinct [day] from (
  select * from (select ${columns} from #rebuilt except ${current}) new
  union all select * from (${current} except select ${columns} from #rebuilt) old) differing) d) as [days];`;
}

/** The mart's days (a JSON list or null) become what was computed. */
export const swapStatement = (mart: MartSpec): string =>
  `delete from ${target(mart)} where ${chosen};
insert into ${target(mart)} (${columnsOf(mart)}) select ${columnsOf(mart)} from #rebuilt;`;

/** What was computed aside is let go. */
export const forgetAsideStatement = "drop table if exists #rebuilt;";
