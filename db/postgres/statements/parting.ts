import { nobody, partedAtOnce } from "../../parted-at-once.ts";
import { namingColumns } from "../../person-columns.ts";
import type { TableSpec } from "../../../core/spec/asset.ts";
import { keyColumns, quoted } from "../names.ts";

const given = "(select p::uuid from json_array_elements_text($1::json) as p)";
const erased = `(select pid from sillage.erased_person union all select '${nobody}'::uuid)`;

/** For each column that names people: rows that name the given ones (`$1`, a JSON list), or whoever is erased, get a random pseudonym each, so many at once; they answer `rows` and `days`. And a count of the given ones' rows. */
export function partingStatements(table: TableSpec) {
  const open = `"open".${quoted(table.key)}`;
  const keys = keyColumns(table).map(({ physical }) => quoted(physical));
  return namingColumns(table).map(({ physical }) => {
    const column = quoted(physical);
    const part = (people: string) =>
      `with chosen as (select ${keys.join(", ")} from ${open} where ${column} in ${people} limit ${partedAtOnce}), parted as (
update ${open} t set ${column} = gen_random_uuid() from chosen where ${keys.map((key) => `t.${key} = chosen.${key}`).join(" and ")} returning t."business_day" as day)
select count(*)::int as rows, coalesce(json_agg(distinct day::text) filter (where day is not null), '[]')::text as days from parted`;
    return {
      column: physical,
      given: part(given),
      loaded: part(erased),
      count: `select count(*)::int as facts from ${open} t where t.${column} in ${given}`,
    };
  });
}
