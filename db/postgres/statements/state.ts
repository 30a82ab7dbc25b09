const mirror = `asset, landed_through as "landedThrough", loaded_through as "loadedThrough", fence, materialisation_id as "materialisationId", materialised_at as "materialisedAt", rows`;

/** What the mirrors of the assets and API keys are asked and told. */
export const state = {
  mirror: `select ${mirror} from sillage.asset_state where asset = $1`,
  mirrors: `select ${mirror} from sillage.asset_state order by asset`,
  saveMirror: `insert into sillage.asset_state as a (asset, landed_through, fence) values ($1, $2, $3)
         on conflict (asset) do update set landed_through = excluded.landed_through, fence = excluded.fence where excluded.fence >= a.fence`,
  loaded: `select loaded_through as through, loaded_mark as mark from sillage.asset_state where asset = $1`,
  moveLoaded: `insert into sillage.asset_state (asset, loaded_through, loaded_mark) values ($1, $2, $3)
     on conflict (asset) do update set loaded_through = excluded.loaded_through, loaded_mark = excluded.loaded_mark`,
  recordMaterialisation:
    "insert into sillage.materialisation (id, asset, load_id, rows, days) values ($1, $2, $3, $4, $5)",
  materialised: `insert into sillage.asset_state as a (asset, materialisation_id, materialised_at, rows) values ($1, $2, now(), $3)
     on conflict (asset) do update set materialisation_id = excluded.materialisation_id, materialised_at = excluded.materialised_at, rows = excluded.rows`,
  addApiKey:
    "insert into sillage.api_key (id, sha256, label, scopes, cidrs, consumer, expires_at) values ($1, $2, $3, $4, $5, $6, $7)",
  findApiKey: `select sha256, scopes, cidrs, coalesce(consumer, id) as consumer, expires_at as "expiresAt" from sillage.api_key where id = $1`,
  apiKeys: `select id, label, scopes, cidrs, coalesce(consumer, id) as consumer, expires_at as "expiresAt", created_at as "createdAt" from sillage.api_key order by created_at desc, id`,
  endApiKey: "update sillage.api_key set expires_at = least(expires_at, $2) where id = $1",
  /** Held until the transaction ends. */
  lockAssets:
    "select pg_advisory_xact_lock(number) from (select distinct hashtext(key) as number from unnest($1::text[]) as key order by number) as numbers",
} as const;
