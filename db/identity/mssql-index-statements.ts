import { byCode } from "../mssql/names.ts";

const lagging = `from [identity].[blind_index] o where o.[field] = @p1 and o.[index] = @p2 and not exists
(select 1 from [identity].[blind_index] n where n.[field] = @p1 and n.[index] = @p3 and n.[pid] = o.[pid] and n.[updated_at] >= o.[updated_at])`;

/** What the identity store on SQL Server is asked and told of versions of the blind indexes. */
export const indexStatements = {
  /** 0005: versions of the blind indexes. What a store of before holds is of the first. */
  indexes0005: `if object_id(N'[identity].[index_version]') is null begin
  create table [identity].[index_version] (
    [version] int not null constraint [index_version_pkey] primary key, [state] nvarchar(20) ${byCode} not null,
    [created_at] datetime2(3) not null constraint [index_version_created_at] default sysutcdatetime());
  insert into [identity].[index_version] ([version], [state]) select 1, N'active' where not exists (select 1 from [identity].[index_version]);
end;`,
  indexVersions: `select [version], [state] from [identity].[index_version] order by [version];`,
  /** The version is held active until the transaction ends. */
  holdIndexVersion: `select [version] from [identity].[index_version] with (repeatableread) where [version] = @p1 and [state] = N'active';`,
  drainIndexes: `update [identity].[index_version] set [state] = N'draining' where [state] = N'active' and [version] < @p1;`,
  addIndexVersion: `insert into [identity].[index_version] ([version], [state]) select @p1, N'active' where not exists (select 1 from [identity].[index_version] where [version] = @p1);`,
  endIndexVersion: `update [identity].[index_version] set [state] = N'destroyed' where [version] = @p1 and [state] = N'draining';`,
  /** Names of the first version's indexes end in no number. */
  dropIndexVersion: `delete from [identity].[blind_index] where ((@p1 = 1 and [index] not like N'%/%') or [index] like concat(N'%/', @p1))
and exists (select 1 from [identity].[index_version] where [version] = @p1 and [state] = N'draining');`,
  laggingIndexes: `select top (@p5) o.[pid], o.[updated_at] as [updatedAt] ${lagging} and o.[pid] > cast(@p4 as char(36)) ${byCode} order by o.[pid];`,
  countLagging: `select count(*) as [n] ${lagging};`,
  /** One drains since the next one was made. */
  countDraining: `select count(*) as [n] from [identity].[index_version] o where o.[state] = N'draining'
and exists (select 1 from [identity].[index_version] n where n.[version] > o.[version] and n.[created_at] < cast(@p1 as datetime2(3)));`,
} as const;
