import type { TableSpec } from "../../../core/spec/asset.ts";
import { listOfDays, textsIn } from "../json-list.ts";
import { bracketed } from "../names.ts";

/** What the ledger of loads is asked and told. */
export const ledger = {
  /** A load enters the ledger unless it or its manifest is known (load, table, origin, manifest, its etag, expected, bytes, erased); one that was refused before anybody could read its manifest gets its count. */
  open: `update [sillage].[load] set [manifest_etag] = @p5, [expected] = @p6, [bytes] = @p7, [erased] = @p8 where [load_id] = @p1 and [expected] = 0 and [bytes] = 0 and [state] = N'open';
insert into [sillage].[load] ([load_id], [table_key], [origin], [manifest_key], [manifest_etag], [state], [expected], [bytes], [erased])
select @p1, @p2, @p3, @p4, @p5, N'open', @p6, @p7, @p8
where not exists (select 1 from [sillage].[load] with (updlock, holdlock) where [load_id] = @p1)
  and not exists (select 1 from [sillage].[load] with (updlock, holdlock) where [manifest_key] = @p4);`,
  /** Which load a manifest belongs to. */
  byManifest:
    "select [load_id] as [loadId], [manifest_etag] as [etag] from [sillage].[load] where [manifest_key] = @p1;",
  /** A load with the sums of its slices and their days, a JSON list; those of a load whose slices were forgotten stand in its own row and its materialisation. */
  load: `select l.[load_id] as [loadId], l.[table_key] as [table], l.[origin], l.[state], l.[expected], l.[erased], l.[manifest_key] as [manifestKey], l.[code],
  l.[materialisation_id] as [materialisationId], coalesce(s.[merged], l.[merged], 0) as [merged], coalesce(s.[unchanged], l.[unchanged], 0) as [unchanged], coalesce(s.[superseded], l.[superseded], 0) as [superseded],
  (select count(*) from [sillage].[quarantine] q where q.[load_id] = l.[load_id]) as [quarantined], coalesce(d.[days], m.[days]) as [days]
from [sillage].[load] l left join [sillage].[materialisation] m on m.[id] = l.[materialisation_id]
outer apply (select sum(cast([merged] as bigint)) as [merged], sum(cast([unchanged] as bigint)) as [unchanged], sum(cast([superseded] as bigint)) as [superseded]
  from [sillage].[load_slice] where [load_id] = l.[load_id]) s
outer apply (select ${listOfDays} as [days] from (
  select distinct cast(j.[value] as date) as [day] from [sillage].[load_slice] x cross apply openjson(x.[days]) j where x.[load_id] = l.[load_id]) days) d
where l.[load_id] = @p1;`,
  /** States of loads (a JSON list of ids). */
  known: `select [load_id] as [loadId], [state] from [sillage].[load] where [load_id] in ${textsIn("@p1")};`,
  /** Loads on their way. */
  openLoads: `select [load_id] as [loadId], [table_key] as [table], [expected], coalesce(p.[staged], 0) as [staged], [bytes], [opened_at] as [openedAt]
from [sillage].[load] l
outer apply (select sum(cast([through] as bigint)) as [staged] from [sillage].[load_part] where [load_id] = l.[load_id]) p
where [state] = N'open' order by [load_id];`,
  /** A load becomes merged (load, materialisation or null, what its pass claims as JSON); what is left of it in its table's staging goes. */
  finish: (table: TableSpec): string =>
    `update [sillage].[load] set [state] = N'merged', [materialisation_id] = @p2, [ended_at] = sysutcdatetime(), [claim] = @p3 where [load_id] = @p1;
delete from [sillage].[load_part] where [load_id] = @p1;
delete from [staging].${bracketed(table.key)} where [_load] = @p1;`,
  /** What merged loads of a table claim that is not in its loaded mark yet, as JSON. */
  claims:
    "select [load_id] as [loadId], [claim] from [sillage].[load] where [table_key] = @p1 and [state] = N'merged' and [claim] is not null;",
  /** Claims of loads (a JSON list) wait no longer. */
  joined: `update [sillage].[load] set [claim] = null where [load_id] in ${textsIn("@p1")};`,
  /** An open load (load, code) becomes refused; answers its table. */
  refuse:
    "update [sillage].[load] set [state] = N'refused', [code] = @p2, [ended_at] = sysutcdatetime() output inserted.[table_key] as [table] where [load_id] = @p1 and [state] = N'open';",
  /** The loaded mark of a table (JSON), and the last load of its passes that was refused for what was landed. */
  markBeforeRefused: `select [loaded_mark] as [mark], (select max([load_id]) from [sillage].[load] where [table_key] = @p1 and [origin] = N'run' and [state] = N'refused' and [code] <> N'load.over-budget') as [refused]
from [sillage].[asset_state] where [asset] = @p1;`,
  /** A refused load (load) becomes open again, none of it staged. */
  reopen: `update [sillage].[load] set [state] = N'open', [code] = null, [ended_at] = null where [load_id] = @p1 and [state] = N'refused';
if @@rowcount > 0 delete from [sillage].[load_part] where [load_id] = @p1;`,
  /** The last merged line of a part (load, part). */
  mergedThrough:
    "select coalesce(max([to_line]), 0) as [through] from [sillage].[load_slice] where [load_id] = @p1 and [part] = @p2;",
} as const;
