/** What the identity store on PGlite and PostgreSQL is asked and told of people's keys made anew. */
export const renewedStatements = {
  /** 0006: people's keys that drain; rows stay, without key, so that their number only grows. */
  renewed0006: `do $$ begin
  if to_regclass('identity.former_key') is null then
    create table if not exists identity.former_key (
      seq integer primary key, lookup text, wrapped bytea, kid bytea not null, renewed_at timestamptz(3) not null default now());
    create index if not exists former_key_lookup on identity.former_key (lookup);
  end if;
end $$`,
  /** A person (lookup, epoch, and in hexadecimal the id of the key before, the wrapped key, its id, the key before under it). Their epoch is held active meanwhile: none is renewed in one that drains, from which keys are moved. */
  renewKey: `with renewed as (update identity.subject set dek_wrapped = decode($4, 'hex'), kid = decode($5, 'hex')
where lookup = $1 and epoch = $2 and kid = decode($3, 'hex') and dek_wrapped is not null
and epoch in (select e.epoch from identity.epoch e where e.state = 'active' for share) returning lookup)
insert into identity.former_key (seq, lookup, wrapped, kid)
select coalesce((select max(seq) from identity.former_key), 0) + 1, lookup, decode($6, 'hex'), decode($3, 'hex') from renewed returning seq`,
  formerKeys: `select seq, wrapped as "wrappedKey", kid, renewed_at as "renewedAt" from identity.former_key where lookup = $1 and wrapped is not null order by seq desc`,
  endFormerKey: `update identity.former_key set wrapped = null where lookup = $1 and kid = decode($2, 'hex')`,
  countFormerKeys: `select count(*)::int as n from identity.former_key where wrapped is not null and renewed_at < $1::timestamptz`,
  countRenewed: `select coalesce(max(seq), 0)::int as n from identity.former_key`,
} as const;
