import type { MartSpec, TableSpec } from "../../../core/spec/asset.ts";
import { martPeople, ownColumn, ownerColumn } from "../../person-columns.ts";
import { keyColumns, sealedColumns } from "../../postgres/names.ts";
import { listOfDays } from "../json-list.ts";
import { bracketed, byCode } from "../names.ts";

const given = (parameter: string) => `(select cast([value] as char(36)) ${byCode} from openjson(${parameter}))`;

/** What is told and asked of erased people; lists of pseudonyms are JSON. */
export const erasure = {
  record: `update [sillage].[erased_person] set [seq] = @p1 where [seq] < @p1 and [pid] in ${given("@p2")};
insert into [sillage].[erased_person] ([pid], [seq]) select distinct cast(p.[value] as char(36)) ${byCode}, @p1 from openjson(@p2) p
where not exists (select 1 from [sillage].[erased_person] e where e.[pid] = cast(p.[value] as char(36)) ${byCode});`,
  restrict: `insert into [sillage].[restricted_person] ([pid]) select distinct cast(p.[value] as char(36)) ${byCode} from openjson(@p1) p
where not exists (select 1 from [sillage].[restricted_person] r where r.[pid] = cast(p.[value] as char(36)) ${byCode});`,
  lift: `delete from [sillage].[restricted_person] where [pid] in ${given("@p1")};
select @@rowcount as [people];`,
  /** What a mart holds is no build's any more: the next one makes every day anew. */
  makeStale:
    "update [sillage].[asset_state] set [built_version] = N'' where [asset] = @p1 and [built_version] is not null;",
  /** Whether anybody's rows are to be kept out of the open zone. */
  isAnybodyKeptOut:
    "select cast(case when exists (select 1 from [sillage].[erased_person]) or exists (select 1 from [sillage].[restricted_person]) then 1 else 0 end as bit) as [some];",
  isAnybodyErased:
    "select cast(case when exists (select 1 from [sillage].[erased_person]) then 1 else 0 end as bit) as [some];",
  /** Records in quarantine of people are kept no more, of every table; the rows stay, since loads are balanced with them. */
  emptyQuarantined: `set nocount on;
select [load_id], [part], [line], [table_key] into #misfits from [sillage].[quarantine] where [pid] in ${given("@p1")};
update q set [sealed] = null, [pid] = null from [sillage].[quarantine] q join #misfits m on q.[load_id] = m.[load_id] and q.[part] = m.[part] and q.[line] = m.[line];
select [table_key] as [table], count(*) as [quarantined] from #misfits group by [table_key] order by [table_key];`,
  /** Those of a table (@p1) that a load brought of people who are erased. */
  purgeQuarantined:
    "update [sillage].[quarantine] set [sealed] = null, [pid] = null where [table_key] = @p1 and [pid] in (select [pid] from [sillage].[erased_person]);",
  countQuarantined: `select [table_key] as [table], count(*) as [quarantined] from [sillage].[quarantine] where [pid] in ${given("@p1")} group by [table_key] order by [table_key];`,
  through: "select coalesce(max([seq]), 0) as [seq] from [sillage].[erased_person];",
  keepEntry:
    "insert into [sillage].[erasure_entry] ([seq], [mac]) select @p1, @p2 where not exists (select 1 from [sillage].[erasure_entry] where [seq] = @p1);",
  lastEntry: "select top (1) [seq], [mac] from [sillage].[erasure_entry] order by [seq] desc;",
} as const;

const people = given("@p1");
const erased = "(select [pid] from [sillage].[erased_person])";
const kept = "(select [pid] from [sillage].[erased_person] union all select [pid] from [sillage].[restricted_person])";

/** Delete and count a mart's rows that name people (`@p1`, a JSON list of pseudonyms); undefined where none is named. The delete answers as a table's does. */
export function martErasure(mart: MartSpec) {
  const named = martPeople(mart).map(({ physical }) => `t.${bracketed(physical)} in ${people}`);
  if (named.length === 0) return undefined;
  const from = `[mart].${bracketed(mart.key)} t`;
  const keys = keyColumns(mart).map(({ physical }) => bracketed(physical));
  const same = keys.map((key) => `t.${key} = g.${key}`).join(" and ");
  return {
    rows: `set nocount on;
select ${keys.map((key) => `t.${key}`).join(", ")}, t.[day] as [_day] into #named from ${from} where ${named.join(" or ")};
delete t from ${from} join #named g on ${same};
select (select count(*) from #named) as [rows], (select ${listOfDays} from (select distinct [_day] as [day] from #named) d) as [days];`,
    count: `select count(*) as [mart] from ${from} where ${named.join(" or ")};`,
  };
}

/** Deletes and counts of a table's rows by people (`@p1`, a JSON list of pseudonyms; `purge` takes all who were erased, in the open zone those who are restricted too). A delete answers `rows` and `days`, a JSON list. */
export function erasureStatements(table: TableSpec) {
  const [own, owner] = [ownColumn(table), ownerColumn(table)];
  const open = `[open].${bracketed(table.key)}`;
  const sealed = sealedColumns(table).length > 0 ? `[sealed].${bracketed(table.key)}` : undefined;
  const keys = keyColumns(table).map(({ physical }) => bracketed(physical));
  const gone = (row: string, aside: string) =>
    `join ${aside} g on ${keys.map((key) => `${row}.${key} = g.${key}`).join(" and ")}`;
  const ownRows = (whom: string) =>
    own &&
    `set nocount on;
select ${keys.map((key) => `t.${key}`).join(", ")}, t.[business_day] as [_day] into #gone from ${open} t where t.${bracketed(own.physical)} in ${whom};
delete t from ${open} t ${gone("t", "#gone")};
select (select count(*) from #gone) as [rows], (select ${listOfDays} from (select distinct [_day] as [day] from #gone where [_day] is not null) d) as [days];`;
  const same = keyColumns(table).map(({ physical }) => `t.${bracketed(physical)} = s.${bracketed(physical)}`);
  const named = (whom: string) =>
    own === undefined
      ? owner &&
        `exists (select 1 from ${open} t where ${same.join(" and ")} and t.${bracketed(owner.physical)} in ${whom})`
      : `s.${bracketed(own.physical)} in ${whom}`;
  const sealedRows = (whom: string) =>
    sealed === undefined || owner === undefined
      ? undefined
      : `set nocount on;
select ${keys.map((key) => `s.${key}`).join(", ")} into #unsealed from ${sealed} s where ${named(whom)};
delete s from ${sealed} s ${gone("s", "#unsealed")};
select (select count(*) from #unsealed) as [rows], cast(null as nvarchar(max)) as [days];`;
  const count = (from: string, where: string | undefined) =>
    where === undefined ? "0" : `(select count(*) from ${from} where ${where})`;
  return {
    open: ownRows(people),
    sealed: sealedRows(people),
    purgeOpen: ownRows(kept),
    purgeSealed: sealedRows(erased),
    count:
      own === undefined && (sealed === undefined || owner === undefined)
        ? undefined
        : `select ${count(`${open} t`, own && `t.${bracketed(own.physical)} in ${people}`)} as [open], ${count(`${sealed ?? ""} s`, sealed && named(people))} as [sealed];`,
  };
}
