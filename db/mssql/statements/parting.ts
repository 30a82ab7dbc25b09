import type { TableSpec } from "../../../core/spec/asset.ts";
import { nobody, partedAtOnce } from "../../parted-at-once.ts";
import { namingColumns } from "../../person-columns.ts";
import { keyColumns } from "../../postgres/names.ts";
import { listOfDays } from "../json-list.ts";
import { bracketed, byCode } from "../names.ts";

const given = `(select cast([value] as char(36)) ${byCode} from openjson(@p1))`;
const erased = `(select [pid] from [sillage].[erased_person] union all select cast('${nobody}' as char(36)) ${byCode})`;

/** For each column that names people: rows that name the given ones (`@p1`, a JSON list), or whoever is erased, get a random pseudonym each, so many at once; they answer `rows` and `days`. And a count of the given ones' rows. */
export function partingStatements(table: TableSpec) {
  const open = `[open].${bracketed(table.key)}`;
  const keys = keyColumns(table).map(({ physical }) => bracketed(physical));
  return namingColumns(table).map(({ physical }) => {
    const column = bracketed(physical);
    const part = (people: string) => `set nocount on;
select top (${partedAtOnce}) ${keys.map((key) => `t.${key}`).join(", ")}, t.[business_day] as [_day] into #parted from ${open} t where t.${column} in ${people};
update t set ${column} = lower(cast(newid() as char(36))) from ${open} t join #parted g on ${keys.map((key) => `t.${key} = g.${key}`).join(" and ")};
select (select count(*) from #parted) as [rows], (select ${listOfDays} from (select distinct [_day] as [day] from #parted where [_day] is not null) d) as [days];`;
    return {
      column: physical,
      given: part(given),
      loaded: part(erased),
      count: `select count(*) as [facts] from ${open} t where t.${column} in ${given};`,
    };
  });
}
