/** What polling sensors are told and asked; their state is JSON. */
export const sensors = {
  all: "select state from sillage.sensor order by name",
  save: `insert into sillage.sensor as s (name, revision, state) values ($1, $2, $3)
     on conflict (name) do update set revision = excluded.revision, state = excluded.state where s.revision < excluded.revision`,
  addRun: `insert into sillage.sensor_run (sensor, run_key, run_id, at) values ($1, $2, $3, $4) on conflict (sensor, run_key) do nothing`,
  known:
    "select run_key as key from sillage.sensor_run where sensor = $1 and run_key in (select json_array_elements_text($2::json))",
  runs: `select run_key as "key", run_id as "run", at from sillage.sensor_run where sensor = $1 order by at desc, run_key desc limit 20`,
} as const;
