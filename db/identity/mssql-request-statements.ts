import { textsIn } from "../mssql/json-list.ts";
import { byCode } from "../mssql/names.ts";

const request =
  "select [id], [opened_at] as [openedAt], [people], [restricted_at] as [restrictedAt], [erased_at] as [erasedAt], [certificate] from [identity].[request]";
const about = "(select p.[lookup] from [identity].[request_person] p where p.[request_id] = @p1)";
const given = (parameter: string) => `(select cast([value] as char(36)) ${byCode} from openjson(${parameter}))`;
const blank =
  "[pid] = null, [dek_wrapped] = cast(null as varbinary(max)), [kid] = cast(null as varbinary(64)), [restricted_at] = null, [request_id] = null";

/** What the identity store on SQL Server is asked and told of requests; lists are JSON. */
export const requestStatements = {
  /** 0003: requests, whom they are about while they are open, and pseudonyms of erased people. */
  requests0003: `if object_id(N'[identity].[request]') is null begin
  create table [identity].[erased_pid] ([pid] char(36) ${byCode} not null constraint [erased_pid_pkey] primary key with (ignore_dup_key = on), [seq] int);
  create table [identity].[request_person] (
    [request_id] nvarchar(40) ${byCode} not null, [lookup] nvarchar(64) ${byCode} not null, [pid] char(36) ${byCode}, [epoch] int,
    constraint [request_person_pkey] primary key ([request_id], [lookup]) with (ignore_dup_key = on));
  create table [identity].[request] (
    [id] nvarchar(40) ${byCode} not null constraint [request_pkey] primary key with (ignore_dup_key = on), [opened_at] datetime2(3) not null, [people] int not null,
    [restricted_at] datetime2(3), [erased_at] datetime2(3), [certificate] nvarchar(max));
end;`,
  /** 0007: sealed values that are tried once their person is erased, while the request is open. */
  trials0007: `if object_id(N'[identity].[trial]') is null begin
  create table [identity].[trial] (
    [request_id] nvarchar(40) ${byCode} not null, [lookup] nvarchar(64) ${byCode} not null, [trial] nvarchar(max) not null,
    constraint [trial_pkey] primary key ([request_id], [lookup]) with (ignore_dup_key = on));
end;`,
  lookupsByIndex: `select distinct s.[lookup] from [identity].[blind_index] b join [identity].[subject] s on s.[pid] = b.[pid] where b.[field] = @p1 and b.[index] = @p2 and b.[value] = convert(varbinary(64), @p3, 2) order by s.[lookup];`,
  fileRequest: `insert into [identity].[request] ([id], [opened_at], [people]) select @p1, cast(@p2 as datetime2(3)), (select count(*) from [identity].[subject] where [lookup] in ${textsIn("@p3")}) where not exists (select 1 from [identity].[request] where [id] = @p1);`,
  fileRequestPeople: `insert into [identity].[request_person] ([request_id], [lookup]) select @p1, s.[lookup] from [identity].[subject] s where s.[lookup] in ${textsIn("@p2")}
and not exists (select 1 from [identity].[request_person] p where p.[request_id] = @p1 and p.[lookup] = s.[lookup]);`,
  countRequestPeople:
    "update [identity].[request] set [people] = (select count(*) from [identity].[request_person] where [request_id] = @p1) where [id] = @p1;",
  openRequestAbout:
    "select top (1) r.[id] from [identity].[request] r join [identity].[request_person] p on p.[request_id] = r.[id] where p.[lookup] = @p1 and r.[people] = 1 and r.[certificate] is null order by r.[id];",
  request: `${request} where [id] = @p1;`,
  requests: `${request} order by [opened_at] desc, [id] desc offset 0 rows fetch next 200 rows only;`,
  requestPeople: `select p.[lookup], coalesce(s.[pid], p.[pid]) as [pid], coalesce(p.[epoch], s.[epoch]) as [epoch] from [identity].[request_person] p join [identity].[subject] s on s.[lookup] = p.[lookup] where p.[request_id] = @p1 order by p.[lookup];`,
  restrictPeople: `update [identity].[subject] set [restricted_at] = cast(@p2 as datetime2(3)) where [erased_at] is null and [lookup] in ${about};`,
  restrictRequest: "update [identity].[request] set [restricted_at] = cast(@p2 as datetime2(3)) where [id] = @p1;",
  /** Which epoch's key wraps theirs: their rows are held until the transaction ends, since a rotation may be moving them to the next epoch. */
  noteErased: `update p set [pid] = s.[pid], [epoch] = s.[epoch] from [identity].[request_person] p join [identity].[subject] s with (updlock, holdlock) on s.[lookup] = p.[lookup] where p.[request_id] = @p1 and s.[pid] is not null;`,
  addErasedOf: `insert into [identity].[erased_pid] ([pid]) select p.[pid] from [identity].[request_person] p where p.[request_id] = @p1 and p.[pid] is not null and not exists (select 1 from [identity].[erased_pid] e where e.[pid] = p.[pid]);`,
  dropIndexesOf:
    "delete from [identity].[blind_index] where [pid] in (select [pid] from [identity].[request_person] where [request_id] = @p1);",
  blankPeopleOf: `update [identity].[subject] set ${blank}, [erased_at] = cast(@p2 as datetime2(3)) where [erased_at] is null and [lookup] in ${about};`,
  keepTrial:
    "insert into [identity].[trial] ([request_id], [lookup], [trial]) select @p1, @p2, @p3 where not exists (select 1 from [identity].[trial] where [request_id] = @p1 and [lookup] = @p2);",
  trialsOf: "select [lookup], [trial] from [identity].[trial] where [request_id] = @p1 order by [lookup];",
  forgetTrialsOf: "delete from [identity].[trial] where [request_id] = @p1;",
  /** Keys that drain of those who are erased go too. */
  blankFormerOf: `update [identity].[former_key] set [wrapped] = cast(null as varbinary(max)) where [wrapped] is not null and [lookup] in ${about};`,
  closeRequest:
    "update [identity].[request] set [erased_at] = cast(@p2 as datetime2(3)), [certificate] = @p3 where [id] = @p1 and [certificate] is null;",
  forgetPeopleOf: "delete from [identity].[request_person] where [request_id] = @p1;",
  addErased: `update [identity].[erased_pid] set [seq] = @p1 where coalesce([seq], 0) < @p1 and [pid] in ${given("@p2")};
insert into [identity].[erased_pid] ([pid], [seq]) select distinct cast(g.[value] as char(36)) ${byCode}, @p1 from openjson(@p2) g
where not exists (select 1 from [identity].[erased_pid] e where e.[pid] = cast(g.[value] as char(36)) ${byCode});`,
  dropIndexes: `delete from [identity].[blind_index] where [pid] in ${given("@p1")};`,
  blankFormer: `update [identity].[former_key] set [wrapped] = cast(null as varbinary(max)) where [wrapped] is not null and [lookup] in (select s.[lookup] from [identity].[subject] s where s.[pid] in ${given("@p1")});`,
  blankPeople: `set nocount on;
update [identity].[subject] set ${blank}, [erased_at] = cast(@p2 as datetime2(3)) where [pid] in ${given("@p1")};
select @@rowcount as [n];`,
  noteSent: `update [identity].[subject] set [erased_at] = cast(@p2 as datetime2(3)) where [erased_at] < cast(@p2 as datetime2(3)) and [lookup] in (select cast([value] as char(32)) ${byCode} from openjson(@p1));`,
  forgetFormer: `update [identity].[former_key] set [lookup] = null where [lookup] in (select s.[lookup] from [identity].[subject] s where s.[erased_at] < cast(@p1 as datetime2(3)));`,
  forgetErased: `set nocount on;
delete from [identity].[subject] where [erased_at] < cast(@p1 as datetime2(3));
select @@rowcount as [n];`,
  entryOf: `select coalesce(max([seq]), 0) as [n] from [identity].[erased_pid] where [pid] in ${given("@p1")};`,
  erasedThrough: "select coalesce(max([seq]), 0) as [n] from [identity].[erased_pid];",
  countErased: "select count(*) as [n] from [identity].[erased_pid];",
  isErased: `select count(*) as [n] from [identity].[erased_pid] where [pid] = cast(@p1 as char(36)) ${byCode};`,
  countIndexes: `select count(*) as [n] from [identity].[blind_index] where [pid] in ${given("@p1")};`,
} as const;
