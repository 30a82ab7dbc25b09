import { textsIn } from "../mssql/json-list.ts";
import { byCode } from "../mssql/names.ts";

const subjects =
  "select [lookup], [pid], [dek_wrapped] as [wrappedKey], [epoch], [restricted_at] as [restrictedAt] from [identity].[subject]";
/** People who were in the epoch `e`: made in it or before, and moved from each to the next until now, or until they were erased. Of who was made before that was kept, the epoch is told by the clock. */
const exposed =
  "s.[epoch] >= e.[epoch] and coalesce(s.[first_epoch], (select max(b.[epoch]) from [identity].[epoch] b where b.[created_at] <= s.[created_at]), 1) <= e.[epoch]";
const keyring = "select [purpose], [epoch], [wrapped], [check_value] as [check] from [identity].[keyring]";
const blindRows =
  "openjson(@p1) with ([field] nvarchar(100), [index] nvarchar(100), [value] nvarchar(128), [pid] char(36), [at] datetime2(3)) u";
const sameBlind = `b.[field] = u.[field] ${byCode} and b.[index] = u.[index] ${byCode} and b.[pid] = u.[pid] ${byCode}`;

const nothing = "convert(varbinary(64), N'', 2)";

/** What the identity store on SQL Server is asked and told. */
export const identityStatements = {
  /** The store's own schema, where its last table is not there. Keys that are there already are passed over by their index: the first to make a person or a key wins, without a lock. */
  schema: `if object_id(N'[identity].[keyring]') is null begin
  if schema_id(N'identity') is null exec(N'create schema [identity]');
  create table [identity].[subject] (
    [lookup] nvarchar(64) ${byCode} not null constraint [subject_pkey] primary key with (ignore_dup_key = on),
    [pid] char(36) ${byCode}, [dek_wrapped] varbinary(max), [epoch] int not null, [kid] varbinary(64),
    [created_at] datetime2(3) not null constraint [subject_created_at] default sysutcdatetime(), [restricted_at] datetime2(3), [erased_at] datetime2(3), [request_id] nvarchar(100));
  create unique index [subject_pid] on [identity].[subject] ([pid]) where [pid] is not null;
  create table [identity].[blind_index] (
    [field] nvarchar(100) ${byCode} not null, [index] nvarchar(100) ${byCode} not null, [value] varbinary(64) not null, [pid] char(36) ${byCode} not null,
    [updated_at] datetime2(3) not null, constraint [blind_index_pkey] primary key ([field], [index], [pid]) with (ignore_dup_key = on));
  create index [blind_index_value] on [identity].[blind_index] ([field], [index], [value]);
  create table [identity].[keyring] (
    [purpose] nvarchar(40) ${byCode} not null, [epoch] int not null, [wrapped] varbinary(max) not null, [check_value] varbinary(max) not null,
    constraint [keyring_pkey] primary key ([purpose], [epoch]) with (ignore_dup_key = on));
end;`,
  /** 0002: epochs, and people by epoch. A store that was used before has people in epoch 1. */
  epochs0002: `if object_id(N'[identity].[epoch]') is null begin
  create table [identity].[epoch] (
    [epoch] int not null constraint [epoch_pkey] primary key, [state] nvarchar(20) ${byCode} not null, [effective_at] datetime2(3),
    [created_at] datetime2(3) not null constraint [epoch_created_at] default sysutcdatetime());
  create index [subject_epoch] on [identity].[subject] ([epoch], [lookup]) where [dek_wrapped] is not null;
  insert into [identity].[epoch] ([epoch], [state]) select 1, N'active' where exists (select 1 from [identity].[subject]);
end;`,
  /** 0008: the epoch that somebody was made in. It stays when they are moved on: whom an epoch's key concerns is asked after it leaked. */
  first0008: `if col_length(N'[identity].[subject]', N'first_epoch') is null alter table [identity].[subject] add [first_epoch] int;`,
  /** People by a JSON list of lookups. */
  subjects: `${subjects} where [lookup] in ${textsIn("@p1")};`,
  /** A person by pseudonym, cast to its column's type: compared with nvarchar the column would be converted row by row. */
  subjectByPid: `${subjects} where [pid] = cast(@p1 as char(36)) ${byCode};`,
  /** New people, a JSON list of {lookup, pid, wrapped, kid, epoch}, bytes in hexadecimal; who is known stays. Their epoch is held active meanwhile. */
  createSubjects: `insert into [identity].[subject] ([lookup], [pid], [dek_wrapped], [kid], [epoch], [first_epoch])
select u.[lookup], u.[pid], convert(varbinary(max), u.[wrapped], 2), convert(varbinary(64), u.[kid], 2), u.[epoch], u.[epoch]
from openjson(@p1) with ([lookup] nvarchar(64), [pid] char(36), [wrapped] nvarchar(max), [kid] nvarchar(128), [epoch] int) u
where not exists (select 1 from [identity].[subject] s where s.[lookup] = u.[lookup] ${byCode})
and u.[epoch] in (select e.[epoch] from [identity].[epoch] e with (repeatableread) where e.[state] = N'active');`,
  /** Blind indexes, a JSON list of {field, index, value, pid, at}, the value in hexadecimal; the newest of a field of a person stays. */
  saveBlindIndexes: `insert into [identity].[blind_index] ([field], [index], [value], [pid], [updated_at])
select u.[field], u.[index], convert(varbinary(64), u.[value], 2), u.[pid], u.[at] from ${blindRows}
where not exists (select 1 from [identity].[blind_index] b where ${sameBlind})
and exists (select 1 from [identity].[subject] s where s.[pid] = u.[pid] ${byCode});
update b set [value] = convert(varbinary(64), u.[value], 2), [updated_at] = u.[at] from [identity].[blind_index] b join ${blindRows} on ${sameBlind}
where u.[at] > b.[updated_at];`,
  /** What former indexes, a JSON list of {field, index, pid, at}, hold of people, and is no newer, finds nobody any more. */
  blankFormerIndexes: `update b set [value] = ${nothing} from [identity].[blind_index] b join ${blindRows} on ${sameBlind}
where b.[value] <> ${nothing} and b.[updated_at] <= u.[at];`,
  rootKeys: `${keyring};`,
  rootKey: `${keyring} where [purpose] = @p1 and [epoch] = @p2;`,
  /** A root key (purpose, epoch, wrapped and check in hexadecimal); the first of an epoch stays. */
  saveRootKey: `insert into [identity].[keyring] ([purpose], [epoch], [wrapped], [check_value])
select @p1, @p2, convert(varbinary(max), @p3, 2), convert(varbinary(max), @p4, 2)
where not exists (select 1 from [identity].[keyring] where [purpose] = @p1 and [epoch] = @p2);`,
  replaceRootKey: `update [identity].[keyring] set [wrapped] = convert(varbinary(max), @p3, 2) where [purpose] = @p1 and [epoch] = @p2 and [wrapped] = convert(varbinary(max), @p4, 2);`,
  dropRootKey: `delete from [identity].[keyring] where [purpose] = @p1 and [epoch] = @p2;`,
  epochs: `select [epoch], [state], [effective_at] as [effectiveAt] from [identity].[epoch] order by [epoch];`,
  drainEpochs: `update [identity].[epoch] set [state] = N'draining' where [state] = N'active' and [epoch] < @p1;`,
  addEpoch: `insert into [identity].[epoch] ([epoch], [state]) select @p1, N'active' where not exists (select 1 from [identity].[epoch] where [epoch] = @p1);`,
  endEpoch: `update [identity].[epoch] set [state] = N'destroyed', [effective_at] = cast(@p2 as datetime2(3)) where [epoch] = @p1;`,
  subjectsOfEpoch: `select top (@p3) [lookup], [dek_wrapped] as [wrappedKey], [kid] from [identity].[subject]
where [epoch] = @p1 and [dek_wrapped] is not null and [lookup] > @p2 ${byCode} order by [lookup];`,
  /** People, a JSON list of {lookup, wrapped}, bytes in hexadecimal, who are still in the first epoch go to the second. */
  moveSubjects: `update s set [dek_wrapped] = convert(varbinary(max), u.[wrapped], 2), [epoch] = @p2 from [identity].[subject] s join openjson(@p3) with ([lookup] nvarchar(64), [wrapped] nvarchar(max)) u on s.[lookup] = u.[lookup] ${byCode}
where s.[epoch] = @p1 and s.[dek_wrapped] is not null;`,
  countSubjects: `select count(*) as [people] from [identity].[subject] where [epoch] = @p1 and [dek_wrapped] is not null;`,
  epochExposure: `select e.[epoch], e.[state], e.[effective_at] as [effectiveAt], e.[created_at] as [since],
  (select count(*) from [identity].[subject] s where s.[dek_wrapped] is not null and ${exposed}) as [living],
  (select count(*) from [identity].[subject] s where s.[dek_wrapped] is null and ${exposed}) as [erased]
from [identity].[epoch] e where e.[epoch] = @p1;`,
  /** Living people who were in an epoch, after a pseudonym, so many. */
  exposedPeople: `select top (@p3) s.[pid], case when s.[created_at] > e.[created_at] then s.[created_at] else e.[created_at] end as [since]
from [identity].[subject] s join [identity].[epoch] e on e.[epoch] = @p1
where s.[pid] > cast(@p2 as char(36)) ${byCode} and s.[dek_wrapped] is not null and ${exposed} order by s.[pid];`,
} as const;
