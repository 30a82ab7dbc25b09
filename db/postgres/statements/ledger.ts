/** What the ledger of loads is asked and told. */
export const ledger = {
  // A load that was refused before anybody could read its manifest was told of without a count.
  open: `with counted as (update sillage.load set manifest_etag = $5, expected = $6, bytes = $7, erased = $8 where load_id = $1 and expected = 0 and bytes = 0 and state = 'open')
         insert into sillage.load (load_id, table_key, origin, manifest_key, manifest_etag, state, expected, bytes, erased) values ($1, $2, $3, $4, $5, 'open', $6, $7, $8) on conflict do nothing`,
  byManifest: "select load_id, manifest_etag from sillage.load where manifest_key = $1",
  /** A load with the sums and days of its slices; those of a load whose slices were forgotten stand in its own row and its materialisation. */
  load: `select l.load_id as "loadId", l.table_key as "table", l.origin, l.state, l.expected, l.erased, l.manifest_key as "manifestKey", l.code, l.materialisation_id as "materialisationId",
       coalesce(s.merged, l.merged, 0) as merged, coalesce(s.unchanged, l.unchanged, 0) as unchanged, coalesce(s.superseded, l.superseded, 0) as superseded,
       (select count(*) from sillage.quarantine q where q.load_id = l.load_id) as quarantined, coalesce(d.days, m.days, '{}') as days
     from sillage.load l left join sillage.materialisation m on m.id = l.materialisation_id
     left join lateral (select sum(merged) as merged, sum(unchanged) as unchanged, sum(superseded) as superseded from sillage.load_slice where load_id = l.load_id) s on true
     left join lateral (select array_agg(distinct day order by day) as days from sillage.load_slice, unnest(days) as day where load_id = l.load_id) d on true
     where l.load_id = $1`,
  known: `select load_id as "loadId", state from sillage.load where load_id = any($1::text[])`,
  openLoads: `select load_id as "loadId", table_key as "table", expected, coalesce(p.staged, 0) as staged, bytes, opened_at as "openedAt" from sillage.load l
         left join lateral (select sum(through) as staged from sillage.load_part where load_id = l.load_id) p on true
         where state = 'open' order by load_id`,
  finish: `with parts as (delete from sillage.load_part where load_id = $1)
         update sillage.load set state = 'merged', materialisation_id = $2, ended_at = now(), claim = $3 where load_id = $1`,
  claims: `select load_id as "loadId", claim from sillage.load where table_key = $1 and state = 'merged' and claim is not null`,
  joined: "update sillage.load set claim = null where load_id = any($1::text[])",
  refuse: `update sillage.load set state = 'refused', code = $2, ended_at = now() where load_id = $1 and state = 'open' returning table_key as "table"`,
  markBeforeRefused: `select loaded_mark as mark, (select max(load_id) from sillage.load where table_key = $1 and origin = 'run' and state = 'refused' and code <> 'load.over-budget') as refused
         from sillage.asset_state where asset = $1`,
  reopen: `with reopened as (update sillage.load set state = 'open', code = null, ended_at = null where load_id = $1 and state = 'refused' returning load_id)
         delete from sillage.load_part p using reopened r where p.load_id = r.load_id`,
  mergedThrough: "select coalesce(max(to_line), 0) as through from sillage.load_slice where load_id = $1 and part = $2",
} as const;
