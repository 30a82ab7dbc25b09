const columns = `seq, at, what, caller, pid::text as pid, request, detail, mac`;

/** The audit of reveals on PGlite and PostgreSQL. */
export const revealStatements = {
  /** 0004: reveals, and people of nobody. Lines are only added; those of the last twelve months cannot go. */
  reveals0004: `do $$ begin
  if to_regclass('identity.decoy') is null then
    create table if not exists identity.reveal (
      seq integer primary key, at timestamptz(3) not null, what text not null, caller text not null, pid uuid, request text, detail text not null, mac bytea not null);
    create index if not exists reveal_at on identity.reveal (at);
    create index if not exists reveal_request on identity.reveal (request) where request is not null;
    create or replace function identity.keep_reveal() returns trigger language plpgsql as $keep$ begin
      if tg_op = 'DELETE' and old.at < now() - interval '12 months' then return old; end if;
      raise exception 'the audit of reveals is only added to' using errcode = '42501';
    end $keep$;
    create or replace trigger keep_reveal before update or delete on identity.reveal for each row execute function identity.keep_reveal();
    create or replace trigger keep_reveals before truncate on identity.reveal for each statement execute function identity.keep_reveal();
    create table if not exists identity.decoy (pid uuid primary key, created_at timestamptz(3) not null default now());
  end if;
end $$`,
  lockReveals: `select pg_advisory_xact_lock(hashtext('sillage/reveals'))`,
  lastReveal: `select seq, mac from identity.reveal order by seq desc limit 1`,
  /** Refusals past the budget do not count: who goes on asking would never be let in again. Within JSON no text looks like the code. */
  countReveals: `select count(*) filter (where caller = $2 and what <> 'unopened')::int as "byCaller", count(*) filter (where pid = $3::uuid and what = 'reveal')::int as "ofPerson", count(*) filter (where caller = $2 and what = 'unopened')::int as "unopened"
from identity.reveal where at > $1::timestamptz and request is null
  and (what in ('reveal', 'unopened') or (what = 'refused' and detail not like '%"code":"reveal.budget"%'))`,
  /** Lines (numbers, instants, kinds, callers, pids, requests, details, MACs in hexadecimal). */
  addReveals: `insert into identity.reveal (seq, at, what, caller, pid, request, detail, mac)
select u.seq, u.at, u.what, u.caller, u.pid, u.request, u.detail, decode(u.mac, 'hex')
from unnest($1::int[], $2::timestamptz[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[]) as u(seq, at, what, caller, pid, request, detail, mac)`,
  reveals: `select ${columns} from identity.reveal where seq > $1 order by seq limit $2`,
  revealsOf: `select ${columns} from identity.reveal where request = $1 order by seq`,
  forgetReveals: `delete from identity.reveal where seq <= $1`,
  standing: `select exists (select 1 from identity.subject where pid = $1::uuid and restricted_at is not null) as restricted,
  exists (select 1 from identity.decoy where pid = $1::uuid) as decoy`,
  addDecoy: `insert into identity.decoy (pid) values ($1::uuid) on conflict do nothing`,
  livingPids: `select pid::text as pid from identity.subject where pid > $1::uuid and dek_wrapped is not null order by pid limit $2`,
} as const;
