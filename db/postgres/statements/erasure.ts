import type { MartSpec, TableSpec } from "../../../core/spec/asset.ts";
import { martPeople, ownColumn, ownerColumn } from "../../person-columns.ts";
import { keyColumns, quoted, sealedColumns } from "../names.ts";

/** What is told and asked of erased people; lists of pseudonyms are JSON. */
export const erasure = {
  record: `insert into sillage.erased_person (pid, seq) select p::uuid, $1::int from json_array_elements_text($2::json) as p
on conflict (pid) do update set seq = greatest(erased_person.seq, excluded.seq)`,
  restrict:
    "insert into sillage.restricted_person (pid) select p::uuid from json_array_elements_text($1::json) as p on conflict do nothing",
  lift: `with lifted as (delete from sillage.restricted_person where pid in (select p::uuid from json_array_elements_text($1::json) as p) returning pid)
select count(*)::int as people from lifted`,
  /** What a mart holds is no build's any more: the next one makes every day anew. */
  makeStale: "update sillage.asset_state set built_version = '' where asset = $1 and built_version is not null",
  /** Whether anybody's rows are to be kept out of the open zone. */
  isAnybodyKeptOut:
    "select (exists (select 1 from sillage.erased_person) or exists (select 1 from sillage.restricted_person)) as some",
  isAnybodyErased: "select exists (select 1 from sillage.erased_person) as some",
  /** Records in quarantine of people are kept no more, of every table; the rows stay, since loads are balanced with them. */
  emptyQuarantined: `with gone as (update sillage.quarantine set sealed = null, pid = null where pid in (select p::uuid from json_array_elements_text($1::json) as p) returning table_key)
select table_key as "table", count(*)::int as quarantined from gone group by table_key order by table_key`,
  /** Those of a table ($1) that a load brought of people who are erased. */
  purgeQuarantined:
    "update sillage.quarantine set sealed = null, pid = null where table_key = $1 and pid in (select pid from sillage.erased_person)",
  countQuarantined: `select table_key as "table", count(*)::int as quarantined from sillage.quarantine where pid in (select p::uuid from json_array_elements_text($1::json) as p) group by table_key order by table_key`,
  through: "select coalesce(max(seq), 0)::int as seq from sillage.erased_person",
  keepEntry: "insert into sillage.erasure_entry (seq, mac) values ($1, $2) on conflict do nothing",
  lastEntry: "select seq, mac from sillage.erasure_entry order by seq desc limit 1",
} as const;

const given = "(select p::uuid from json_array_elements_text($1::json) as p)";
const erased = "(select pid from sillage.erased_person)";
const kept = "(select pid from sillage.erased_person union all select pid from sillage.restricted_person)";

/** Delete and count a mart's rows that name people (`$1`, a JSON list of pseudonyms); undefined where none is named. The delete answers as a table's does. */
export function martErasure(mart: MartSpec) {
  const named = martPeople(mart).map(({ physical }) => `t.${quoted(physical)} in ${given}`);
  if (named.length === 0) return undefined;
  const theirs = `"mart".${quoted(mart.key)} t where ${named.join(" or ")}`;
  return {
    rows: deleted(`${theirs} returning t."day" as day`),
    count: `select count(*)::int as mart from ${theirs}`,
  };
}

const deleted = (from: string): string => `with gone as (delete from ${from})
select count(*)::int as rows, coalesce(json_agg(distinct day::text) filter (where day is not null), '[]')::text as days from gone`;

/** Deletes and counts of a table's rows by people (`$1`, a JSON list of pseudonyms; `purge` takes all who were erased, in the open zone those who are restricted too). A delete answers `rows` and `days`, a JSON list. */
export function erasureStatements(table: TableSpec) {
  const [own, owner] = [ownColumn(table), ownerColumn(table)];
  const open = `"open".${quoted(table.key)} t`;
  const sealed = sealedColumns(table).length > 0 ? `"sealed".${quoted(table.key)} s` : undefined;
  const ownRows = (people: string) =>
    own && deleted(`${open} where t.${quoted(own.physical)} in ${people} returning t."business_day" as day`);
  const same = keyColumns(table).map(({ physical }) => `t.${quoted(physical)} = s.${quoted(physical)}`);
  const named = (people: string) =>
    own === undefined
      ? owner &&
        `exists (select 1 from ${open} where ${same.join(" and ")} and t.${quoted(owner.physical)} in ${people})`
      : `s.${quoted(own.physical)} in ${people}`;
  const sealedRows = (people: string) =>
    sealed === undefined || owner === undefined
      ? undefined
      : deleted(`${sealed} where ${named(people)} returning null::date as day`);
  const count = (from: string, where: string | undefined) =>
    where === undefined ? "0" : `(select count(*) from ${from} where ${where})::int`;
  return {
    open: ownRows(given),
    sealed: sealedRows(given),
    purgeOpen: ownRows(kept),
    purgeSealed: sealedRows(erased),
    count:
      own === undefined && (sealed === undefined || owner === undefined)
        ? undefined
        : `select ${count(open, own && `t.${quoted(own.physical)} in ${given}`)} as open, ${count(sealed ?? "", sealed && named(given))} as sealed`,
  };
}
