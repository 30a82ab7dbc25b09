const entry = `id, at, what, subject, who, why, old_value as "oldValue", new_value as "newValue"`;

/** What changes by hand are told and asked. */
export const audit = {
  record: `insert into sillage.audit (id, at, what, subject, who, why, old_value, new_value) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (id) do nothing`,
  list: `select ${entry} from sillage.audit where what <> 'kpi.individual' and ($1::text is null or (subject = $1 and what like 'asset.%')) order by at desc, id desc limit 200`,
  /** Answers about single people, which would push changes out of a list. */
  individual: `select ${entry} from sillage.audit where what = 'kpi.individual' order by at desc, id desc limit 200`,
  /** The mirror of an entity that an operator changed (asset, landed mark, fence, control as JSON, revision). */
  saveControl: `insert into sillage.asset_state as a (asset, landed_through, fence, control, control_revision) values ($1, $2, $3, $4, $5)
     on conflict (asset) do update set landed_through = case when excluded.fence >= a.fence then excluded.landed_through else a.landed_through end,
       fence = greatest(a.fence, excluded.fence), control = excluded.control, control_revision = excluded.control_revision
     where a.control_revision < excluded.control_revision`,
  control: "select control from sillage.asset_state where asset = $1",
  materialisations: `select id, at, rows, load_id as "load" from sillage.materialisation where asset = $1 order by at desc, id desc limit 20`,
  rates: `select source, requests_per_second as "requestsPerSecond" from sillage.source_rate order by source`,
  setRate: `insert into sillage.source_rate (source, requests_per_second) values ($1, $2)
     on conflict (source) do update set requests_per_second = excluded.requests_per_second`,
} as const;
