import { byCode } from "../mssql/names.ts";

const columns = "[seq], [at], [what], [caller], [pid], [request], [detail], [mac]";

/** The audit of reveals on SQL Server. */
export const revealStatements = {
  /** 0004: reveals, and people of nobody. Lines are only added, those of the last twelve months cannot go: the trigger is made with its table, since who only writes may make none. */
  reveals0004: `if object_id(N'[identity].[decoy]') is null begin
  create table [identity].[reveal] (
    [seq] int not null constraint [reveal_pkey] primary key, [at] datetime2(3) not null, [what] nvarchar(20) ${byCode} not null,
    [caller] nvarchar(200) ${byCode} not null, [pid] char(36) ${byCode}, [request] nvarchar(40) ${byCode}, [detail] nvarchar(max) not null, [mac] varbinary(32) not null);
  create index [reveal_at] on [identity].[reveal] ([at]);
  create index [reveal_request] on [identity].[reveal] ([request]) where [request] is not null;
  create table [identity].[decoy] (
    [pid] char(36) ${byCode} not null constraint [decoy_pkey] primary key,
    [created_at] datetime2(3) not null constraint [decoy_created_at] default sysutcdatetime());
  exec(N'create or alter trigger [identity].[keep_reveal] on [identity].[reveal] after update, delete as
if exists (select 1 from inserted) or exists (select 1 from deleted where [at] >= dateadd(month, -12, sysutcdatetime()))
throw 50042, N''The audit of reveals is only added to.'', 1;');
end;`,
  lastReveal: `select top (1) [seq], [mac] from [identity].[reveal] order by [seq] desc;`,
  /** Refusals past the budget do not count: who goes on asking would never be let in again. Within JSON no text looks like the code. */
  countReveals: `select coalesce(sum(case when [caller] = @p2 ${byCode} and [what] <> N'unopened' then 1 else 0 end), 0) as [byCaller], coalesce(sum(case when [pid] = @p3 ${byCode} and [what] = N'reveal' then 1 else 0 end), 0) as [ofPerson],
  coalesce(sum(case when [caller] = @p2 ${byCode} and [what] = N'unopened' then 1 else 0 end), 0) as [unopened]
from [identity].[reveal] where [at] > cast(@p1 as datetime2(3)) and [request] is null
  and ([what] in (N'reveal', N'unopened') or ([what] = N'refused' and [detail] not like N'%"code":"reveal.budget"%'));`,
  /** Lines, a JSON list, MACs in hexadecimal. */
  addReveals: `insert into [identity].[reveal] ([seq], [at], [what], [caller], [pid], [request], [detail], [mac])
select u.[seq], u.[at], u.[what], u.[caller], u.[pid], u.[request], u.[detail], convert(varbinary(32), u.[mac], 2)
from openjson(@p1) with ([seq] int, [at] datetime2(3), [what] nvarchar(20), [caller] nvarchar(200), [pid] char(36), [request] nvarchar(40), [detail] nvarchar(max), [mac] nvarchar(64)) u;`,
  reveals: `select top (@p2) ${columns} from [identity].[reveal] where [seq] > @p1 order by [seq];`,
  revealsOf: `select ${columns} from [identity].[reveal] where [request] = @p1 ${byCode} order by [seq];`,
  forgetReveals: `delete from [identity].[reveal] where [seq] <= @p1;`,
  standing: `select (select count(*) from [identity].[subject] where [pid] = @p1 ${byCode} and [restricted_at] is not null) as [restricted],
  (select count(*) from [identity].[decoy] where [pid] = @p1 ${byCode}) as [decoy];`,
  addDecoy: `insert into [identity].[decoy] ([pid]) select @p1 where not exists (select 1 from [identity].[decoy] where [pid] = @p1 ${byCode});`,
  livingPids: `select top (@p2) [pid] from [identity].[subject] where [pid] > @p1 ${byCode} and [dek_wrapped] is not null order by [pid];`,
} as const;
