import { byCode } from "../mssql/names.ts";

/** What the identity store on SQL Server is asked and told of people's keys made anew; bytes in hexadecimal. */
export const renewedStatements = {
  /** 0006: people's keys that drain; rows stay, without key, so that their number only grows. */
  renewed0006: `if object_id(N'[identity].[former_key]') is null begin
  create table [identity].[former_key] (
    [seq] int not null constraint [former_key_pkey] primary key, [lookup] nvarchar(64) ${byCode}, [wrapped] varbinary(max), [kid] varbinary(64) not null,
    [renewed_at] datetime2(3) not null constraint [former_key_renewed_at] default sysutcdatetime());
  create index [former_key_lookup] on [identity].[former_key] ([lookup]);
end;`,
  /** A person (lookup, epoch, id of the key before, wrapped key, its id). Their epoch is held active until the transaction ends: none is renewed in one that drains, from which keys are moved. */
  renewKey: `set nocount on;
update [identity].[subject] set [dek_wrapped] = convert(varbinary(max), @p4, 2), [kid] = convert(varbinary(64), @p5, 2)
where [lookup] = @p1 and [epoch] = @p2 and [kid] = convert(varbinary(64), @p3, 2) and [dek_wrapped] is not null
and [epoch] in (select e.[epoch] from [identity].[epoch] e with (repeatableread) where e.[state] = N'active');
select @@rowcount as [n];`,
  /** The key that drains from now on (lookup, wrapped, id). */
  addFormerKey: `insert into [identity].[former_key] ([seq], [lookup], [wrapped], [kid])
select coalesce(max([seq]), 0) + 1, @p1, convert(varbinary(max), @p2, 2), convert(varbinary(64), @p3, 2) from [identity].[former_key];`,
  formerKeys: `select [seq], [wrapped] as [wrappedKey], [kid], [renewed_at] as [renewedAt] from [identity].[former_key] where [lookup] = @p1 and [wrapped] is not null order by [seq] desc;`,
  endFormerKey: `update [identity].[former_key] set [wrapped] = cast(null as varbinary(max)) where [lookup] = @p1 and [kid] = convert(varbinary(64), @p2, 2);`,
  countFormerKeys: `select count(*) as [n] from [identity].[former_key] where [wrapped] is not null and [renewed_at] < cast(@p1 as datetime2(3));`,
  countRenewed: `select coalesce(max([seq]), 0) as [n] from [identity].[former_key];`,
} as const;
