/** What results of checks are asked and told. */
export const checks = {
  materialisation: "select materialisation_id as id from sillage.asset_state where asset = $1",
  /** Figures of earlier materialisations (asset, check, the materialisation left out or null), newest first, one each. What was never published has no materialisation. */
  earlier: `select figure from (
       select figure, at, row_number() over (partition by materialisation order by at desc) as place from sillage.check_result
       where asset = $1 and check_name = $2 and figure is not null and materialisation is not null and ($3::text is null or materialisation <> $3)) as told
     where place = 1 order by at desc`,
  /** The last result of each check of an asset. */
  last: `select check_name as "check", kind, severity, state, figure, bound, failing from (
       select *, row_number() over (partition by check_name order by at desc) as place from sillage.check_result where asset = $1) as told
     where place = 1 order by check_name`,
  /** One result; told again by the same cause it replaces itself, and one that says the same of the same materialisation takes the place of the last one. */
  keep: `with same as (update sillage.check_result c set cause = $3, at = clock_timestamp()
       where c.asset = $1 and c.check_name = $2 and c.kind = $4 and c.severity = $5 and c.state = $6 and c.figure is not distinct from $7::double precision and c.bound = $8
       and c.failing is not distinct from $9::bigint and c.materialisation = $10 and c.cause = (select cause from sillage.check_result where asset = $1 and check_name = $2 order by at desc, cause desc fetch next 1 rows only)
       and not exists (select 1 from sillage.check_result o where o.asset = $1 and o.check_name = $2 and o.cause = $3) returning c.cause)
     insert into sillage.check_result (asset, check_name, cause, kind, severity, state, figure, bound, failing, materialisation)
     select $1, $2, $3, $4, $5, $6, $7::double precision, $8, $9::bigint, $10 where not exists (select 1 from same)
     on conflict (asset, check_name, cause) do update set at = clock_timestamp(), severity = excluded.severity, state = excluded.state,
       figure = excluded.figure, bound = excluded.bound, failing = excluded.failing, materialisation = excluded.materialisation`,
  /** The last 50 results of a check stay. */
  compact: `delete from sillage.check_result where asset = $1 and check_name = $2 and at < (
       select at from sillage.check_result where asset = $1 and check_name = $2 order by at desc offset 49 rows fetch next 1 rows only)`,
} as const;
