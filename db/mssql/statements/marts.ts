import type { MartSpec } from "../../../core/spec/asset.ts";
import type { ColumnSpec } from "../../../core/spec/column.ts";
import { martPeople } from "../../person-columns.ts";
import { daysIn, listOfDays, textsIn } from "../json-list.ts";
import { bracketed } from "../names.ts";

/** Re-read before a mart's last build: changes that were being committed while it ran. A day rebuilt for nothing changes nothing. */
const since = "dateadd(hour, -1, cast(@p2 as datetime2(3)))";
/** The rows of the days in a JSON list, null for all. */
const chosen = `(@p1 is null or [day] in ${daysIn("@p1")})`;

/** What decides which days of a mart are stale. */
export const staleness = {
  /** When, as which version and as which materialisation a mart was built last. */
  built:
    "select [built_at] as [built], [built_version] as [version], [materialisation_id] as [id] from [sillage].[asset_state] where [asset] = @p1 and [materialisation_id] is not null;",
  /** Changes of assets (a JSON list) since a build. */
  wholeChanges: `select count(*) as [n] from [sillage].[materialisation] where [asset] in ${textsIn("@p1")} and [at] >= ${since};`,
  /** Days of changes of assets (a JSON list) since a build. */
  changedDays: `select ${listOfDays} as [days] from (
  select distinct cast(j.[value] as date) as [day] from [sillage].[materialisation] m cross apply openjson(m.[days]) j
  where m.[asset] in ${textsIn("@p1")} and m.[at] >= ${since}) d;`,
  /** How far assets (a JSON list) are loaded. */
  marks: `select [asset], [loaded_through] as [loadedThrough] from [sillage].[asset_state] where [asset] in ${textsIn("@p1")};`,
  /** A mart was built just now (asset, version, how far its deps were loaded or null). */
  markBuilt:
    "update [sillage].[asset_state] set [built_at] = sysutcdatetime(), [built_version] = @p2, [loaded_through] = @p3 where [asset] = @p1;",
} as const;

/** What rebuilds a mart aside, compares it and swaps it. `text` is its query; the days, `@p1`, are a JSON list or null everywhere. */
export function martStatements(mart: MartSpec, text: string) {
  const columns = mart.columns.map((column) => bracketed(column.physical)).join(", ");
  const target = `[mart].${bracketed(mart.key)}`;
  const told = mart.columns.map(toldApart).join(", ");
  const current = `select ${told} from ${target} where ${chosen}`;
  return {
    /** A batch, so that what it makes outlives its statement; the transaction's end takes it away. */
    make: `${forgetAside} select top (0) ${columns} into #rebuilt from ${target};`,
    build: `insert into #rebuilt (${columns}) ${text};`,
    leaveOut: leaveOut(mart),
    /** Rows computed, and the days on which they differ from what the mart holds of those days. */
    compare: `select (select count(*) from #rebuilt) as [rows], (select ${listOfDays} from (select distinct [day] from (
  select * from (select ${told} from #rebuilt except ${current}) new
  union all select * from (${current} except select ${told} from #rebuilt) old) differing) d) as [days];`,
    /** The mart as it will be once what was rebuilt is swapped in: what its checks stand behind. */
    candidate: `with [checked] as (select ${columns} from #rebuilt union all select ${columns} from ${target} where not ${chosen}) `,
    swap: `delete from ${target} where ${chosen};
insert into ${target} (${columns}) select ${columns} from #rebuilt;`,
  } as const;
}

/** A column to compare. Blanks at a text's end count for nothing there, in front of something they do. */
const toldApart = ({ physical, type }: ColumnSpec): string =>
  type.kind === "text" || type.kind === "code"
    ? `${bracketed(physical)} + N'.' as ${bracketed(physical)}`
    : bracketed(physical);

/** No mart names who is erased, whatever its query read: a load on its way may have brought their rows back, and facts keep their pseudonym. Undefined for a mart that names nobody. */
function leaveOut(mart: MartSpec): string | undefined {
  const named = martPeople(mart).map(
    ({ physical }) => `${bracketed(physical)} in (select [pid] from [sillage].[erased_person])`,
  );
  return named.length === 0 ? undefined : `delete from #rebuilt where ${named.join(" or ")};`;
}

/** What was computed aside is let go. */
export const forgetAside = "drop table if exists #rebuilt;";
