const request =
  'select id, opened_at as "openedAt", people, restricted_at as "restrictedAt", erased_at as "erasedAt", certificate from identity.request';
const about = "(select p.lookup from identity.request_person p where p.request_id = $1)";
const given = (parameter: string) => `(select p::uuid from json_array_elements_text(${parameter}::json) as p)`;
const blank = "pid = null, dek_wrapped = null, kid = null, restricted_at = null, request_id = null";

/** What the identity store on PGlite and PostgreSQL is asked and told of requests; lists are JSON. */
export const requestStatements = {
  /** 0003: requests, whom they are about while they are open, and pseudonyms of erased people. */
  requests0003: `do $$ begin
  if to_regclass('identity.request') is null then
    create table if not exists identity.erased_pid (pid uuid primary key, seq integer);
    create table if not exists identity.request_person (request_id text not null, lookup text not null, pid uuid, epoch integer, primary key (request_id, lookup));
    create table if not exists identity.request (
      id text primary key, opened_at timestamptz(3) not null, people integer not null, restricted_at timestamptz(3), erased_at timestamptz(3), certificate text);
  end if;
end $$`,
  /** 0007: sealed values that are tried once their person is erased, while the request is open. */
  trials0007: `do $$ begin
  if to_regclass('identity.trial') is null then
    create table if not exists identity.trial (request_id text not null, lookup text not null, trial text not null, primary key (request_id, lookup));
  end if;
end $$`,
  lookupsByIndex: `select distinct s.lookup from identity.blind_index b join identity.subject s on s.pid = b.pid where b.field = $1 and b.index = $2 and b.value = decode($3, 'hex') order by s.lookup`,
  fileRequest: `insert into identity.request (id, opened_at, people) select $1, $2::timestamptz, count(*) from identity.subject where lookup in (select json_array_elements_text($3::json)) on conflict (id) do nothing`,
  fileRequestPeople: `insert into identity.request_person (request_id, lookup) select $1, lookup from identity.subject where lookup in (select json_array_elements_text($2::json)) on conflict do nothing`,
  countRequestPeople:
    "update identity.request set people = (select count(*) from identity.request_person where request_id = $1) where id = $1",
  openRequestAbout:
    "select r.id from identity.request r join identity.request_person p on p.request_id = r.id where p.lookup = $1 and r.people = 1 and r.certificate is null order by r.id limit 1",
  request: `${request} where id = $1`,
  requests: `${request} order by opened_at desc, id desc limit 200`,
  requestPeople: `select p.lookup, coalesce(s.pid, p.pid)::text as pid, coalesce(p.epoch, s.epoch) as epoch from identity.request_person p join identity.subject s on s.lookup = p.lookup where p.request_id = $1 order by p.lookup`,
  restrictPeople: `update identity.subject set restricted_at = $2::timestamptz where erased_at is null and lookup in ${about}`,
  restrictRequest: "update identity.request set restricted_at = $2::timestamptz where id = $1",
  /** Which epoch's key wraps theirs: their rows are held until the transaction ends, since a rotation may be moving them to the next epoch. */
  noteErased: `with held as (select s.lookup, s.pid, s.epoch from identity.subject s where s.pid is not null and s.lookup in ${about} for update)
update identity.request_person p set pid = held.pid, epoch = held.epoch from held where p.request_id = $1 and p.lookup = held.lookup`,
  addErasedOf:
    "insert into identity.erased_pid (pid) select pid from identity.request_person where request_id = $1 and pid is not null on conflict do nothing",
  dropIndexesOf:
    "delete from identity.blind_index where pid in (select pid from identity.request_person where request_id = $1)",
  blankPeopleOf: `update identity.subject set ${blank}, erased_at = $2::timestamptz where erased_at is null and lookup in ${about}`,
  keepTrial: "insert into identity.trial (request_id, lookup, trial) values ($1, $2, $3) on conflict do nothing",
  trialsOf: "select lookup, trial from identity.trial where request_id = $1 order by lookup",
  forgetTrialsOf: "delete from identity.trial where request_id = $1",
  /** Keys that drain of those who are erased go too. */
  blankFormerOf: `update identity.former_key set wrapped = null where wrapped is not null and lookup in ${about}`,
  closeRequest:
    "update identity.request set erased_at = $2::timestamptz, certificate = $3 where id = $1 and certificate is null",
  forgetPeopleOf: "delete from identity.request_person where request_id = $1",
  addErased: `insert into identity.erased_pid as e (pid, seq) select p, $1::int from unnest(array${given("$2")}) as p on conflict (pid) do update set seq = greatest(coalesce(e.seq, 0), excluded.seq)`,
  dropIndexes: `delete from identity.blind_index where pid in ${given("$1")}`,
  blankFormer: `update identity.former_key set wrapped = null where wrapped is not null and lookup in (select s.lookup from identity.subject s where s.pid in ${given("$1")})`,
  blankPeople: `with gone as (update identity.subject set ${blank}, erased_at = $2::timestamptz where pid in ${given("$1")} returning lookup) select count(*)::int as n from gone`,
  noteSent:
    "update identity.subject set erased_at = $2::timestamptz where erased_at < $2::timestamptz and lookup in (select json_array_elements_text($1::json))",
  forgetFormer: `update identity.former_key set lookup = null where lookup in (select s.lookup from identity.subject s where s.erased_at < $1::timestamptz)`,
  forgetErased: `with gone as (delete from identity.subject where erased_at < $1::timestamptz returning lookup) select count(*)::int as n from gone`,
  entryOf: `select coalesce(max(seq), 0)::int as n from identity.erased_pid where pid in ${given("$1")}`,
  erasedThrough: "select coalesce(max(seq), 0)::int as n from identity.erased_pid",
  countErased: "select count(*)::int as n from identity.erased_pid",
  isErased: "select count(*)::int as n from identity.erased_pid where pid = $1::uuid",
  countIndexes: `select count(*)::int as n from identity.blind_index where pid in ${given("$1")}`,
} as const;
