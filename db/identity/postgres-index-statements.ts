const lagging = `from identity.blind_index o where o.field = $1 and o.index = $2 and not exists
(select 1 from identity.blind_index n where n.field = $1 and n.index = $3 and n.pid = o.pid and n.updated_at >= o.updated_at)`;

/** What the identity store on PGlite and PostgreSQL is asked and told of versions of the blind indexes. */
export const indexStatements = {
  /** 0005: versions of the blind indexes. What a store of before holds is of the first. */
  indexes0005: `do $$ begin
  if to_regclass('identity.index_version') is null then
    create table if not exists identity.index_version (
      version integer primary key, state text not null, created_at timestamptz(3) not null default now());
    insert into identity.index_version (version, state) values (1, 'active') on conflict do nothing;
  end if;
end $$`,
  indexVersions: `select version, state from identity.index_version order by version`,
  drainIndexes: `update identity.index_version set state = 'draining' where state = 'active' and version < $1`,
  addIndexVersion: `insert into identity.index_version (version, state) values ($1, 'active') on conflict do nothing`,
  endIndexVersion: `update identity.index_version set state = 'destroyed' where version = $1 and state = 'draining'`,
  /** Names of the first version's indexes end in no number. */
  dropIndexVersion: `delete from identity.blind_index where (($1::int = 1 and index not like '%/%') or index like concat('%/', $1::int))
and exists (select 1 from identity.index_version where version = $1::int and state = 'draining')`,
  laggingIndexes: `select o.pid::text as pid, o.updated_at as "updatedAt" ${lagging} and o.pid > $4::uuid order by o.pid limit $5`,
  countLagging: `select count(*)::int as n ${lagging}`,
  /** One drains since the next one was made. */
  countDraining: `select count(*)::int as n from identity.index_version o where o.state = 'draining'
and exists (select 1 from identity.index_version n where n.version > o.version and n.created_at < $1::timestamptz)`,
} as const;
