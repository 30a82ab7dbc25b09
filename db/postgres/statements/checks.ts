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
  /** One result; told again by the same cause it replaces itself. */
  keep: `insert into sillage.check_result (asset, check_name, cause, kind, severity, state, figure, bound, failing, materialisation)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (asset, check_name, cause) do update set at = clock_timestamp(), severity = excluded.severity, state = excluded.state,
       figure = excluded.figure, bound = excluded.bound, failing = excluded.failing, materialisation = excluded.materialisation`,
  /** The last 100 results of a check stay. */
  compact: `delete from sillage.check_result where asset = $1 and check_name = $2 and at < (
       select at from sillage.check_result where asset = $1 and check_name = $2 order by at desc offset 99 rows fetch next 1 rows only)`,
} as const;
