const record = `id, state, request, tracks, started_at as "startedAt", ended_at as "endedAt"`;

/** What backfills are asked and told; requests and tracks are JSON. */
export const backfills = {
  others: "select id, tracks from sillage.backfill where state = 'running' and id <> $1 order by id",
  begin: `insert into sillage.backfill (id, state, request, tracks, started_at) values ($1, 'running', $2, $3, $4)
     on conflict (id) do update set state = excluded.state, request = excluded.request, tracks = excluded.tracks, ended_at = null`,
  save: "update sillage.backfill set state = $2, tracks = $3, ended_at = $4, request = coalesce($5, request) where id = $1",
  one: `select ${record} from sillage.backfill where id = $1`,
  last: `select ${record} from sillage.backfill order by id desc limit 100`,
} as const;
