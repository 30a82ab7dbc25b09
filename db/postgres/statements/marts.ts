import type { MartSpec } from "../../../core/spec/asset.ts";
import { martPeople } from "../../person-columns.ts";
import { keyColumns, quoted } from "../names.ts";

/** Re-read before a mart's last build: changes that were being committed while it ran. A day rebuilt for nothing changes nothing. */
const overlap = "1 hour";
const chosen = "($1::date[] is null or day = any($1::date[]))";

/** What decides which days of a mart are stale. */
export const staleness = {
  built:
    "select built_at as built, built_version as version from sillage.asset_state where asset = $1 and materialisation_id is not null",
  wholeChanges: `select count(*) as n from sillage.materialisation where asset = any($1) and at >= $2::timestamptz - interval '${overlap}'`,
  changedDays: `select distinct day from sillage.materialisation, unnest(days) as day
     where asset = any($1) and at >= $2::timestamptz - interval '${overlap}' order by day`,
  materialisation:
    "select materialisation_id as id from sillage.asset_state where asset = $1 and materialisation_id is not null",
  marks: `select asset, loaded_through as "loadedThrough" from sillage.asset_state where asset = any($1)`,
  markBuilt:
    "update sillage.asset_state set built_at = now(), built_version = $2, loaded_through = $3 where asset = $1",
} as const;

/** What rebuilds a mart aside, compares it and swaps it. `text` is its query, whose `$1` is the days. */
export function martStatements(mart: MartSpec, text: string) {
  const columns = mart.columns.map((column) => quoted(column.physical)).join(", ");
  const key = keyColumns(mart)
    .map((column) => quoted(column.physical))
    .join(", ");
  const target = `"mart".${quoted(mart.key)}`;
  const current = `select ${columns} from ${target} where ${chosen}`;
  return {
    make: `create temp table "rebuilt" on commit drop as select ${columns} from ${target} limit 0`,
    build: `insert into "rebuilt" (${columns}) ${text}`,
    leaveOut: leaveOut(mart),
    compare: `select (select coalesce(array_agg(distinct day order by day), '{}') from ((table "rebuilt" except (${current})) union all ((${current}) except table "rebuilt")) as differing) as days,
       (select count(*) from "rebuilt") as rows`,
    /** The mart as it will be once what was rebuilt is swapped in: what its checks stand behind. */
    candidate: `with "checked" as (select ${columns} from "rebuilt" union all select ${columns} from ${target} where not ${chosen}) `,
    clear: `delete from ${target} where ${chosen}`,
    /** In the order of its key: a question of some days reads the pages of those, and not some of each. */
    swap: `insert into ${target} (${columns}) select ${columns} from "rebuilt" order by ${key}`,
  } as const;
}

/** No mart names who is erased, whatever its query read: a load on its way may have brought their rows back, and facts keep their pseudonym. Undefined for a mart that names nobody. */
function leaveOut(mart: MartSpec): string | undefined {
  const named = martPeople(mart).map(
    ({ physical }) => `${quoted(physical)} in (select pid from sillage.erased_person)`,
  );
  return named.length === 0 ? undefined : `delete from "rebuilt" where ${named.join(" or ")}`;
}
