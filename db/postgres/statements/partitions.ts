/** Which days of a mart failed at the newest attempt, as ranges. */
export const partitions = {
  failed: "select failed from sillage.partition_state where asset = $1",
  keepFailed: `insert into sillage.partition_state (asset, failed) values ($1, $2)
     on conflict (asset) do update set failed = excluded.failed`,
} as const;
