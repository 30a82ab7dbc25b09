/** What pauses that sources asked for are told and asked, all by the database's own clock. */
export const pauses = {
  /** A source's pause (source, milliseconds); a longer one stays. */
  pause: `insert into sillage.source_pause as p (source, paused_until) values ($1, clock_timestamp() + make_interval(secs => $2::float8 / 1000))
     on conflict (source) do update set paused_until = greatest(p.paused_until, excluded.paused_until)`,
  lasting: `select source, (extract(epoch from paused_until - clock_timestamp()) * 1000)::float8 as ms from sillage.source_pause where paused_until > clock_timestamp() order by source`,
} as const;
