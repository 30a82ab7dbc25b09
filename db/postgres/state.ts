import type { ApiKeyPort, AssetMirror, StatePort } from "../../core/ports/database.ts";
import type { SqlSession } from "./session.ts";

const mirrorColumns = `asset, landed_through as "landedThrough", loaded_through as "loadedThrough", fence, materialisation_id as "materialisationId", materialised_at as "materialisedAt", rows`;

/** What an operator reads back: mirrors of the assets' entities, runs. */
export function statePort(sql: SqlSession): StatePort {
  return {
    async mirror(asset) {
      return (
        await sql.query<AssetMirror>(`select ${mirrorColumns} from sillage.asset_state where asset = $1`, [asset])
      )[0];
    },
    mirrors: () => sql.query<AssetMirror>(`select ${mirrorColumns} from sillage.asset_state order by asset`),
    async saveMirror(mirror) {
      await sql.query(
        `insert into sillage.asset_state as a (asset, landed_through, fence) values ($1, $2, $3)
         on conflict (asset) do update set landed_through = excluded.landed_through, fence = excluded.fence where excluded.fence >= a.fence`,
        [mirror.asset, mirror.landedThrough, mirror.fence],
      );
    },
    async recordRun(run) {
      await sql.query(
        `insert into sillage.run as r (id, job, state, started_at, ended_at, detail) values ($1, $2, $3, $4, $5, $6)
         on conflict (id) do update set state = excluded.state, ended_at = excluded.ended_at, detail = excluded.detail where r.state = 'running'`,
        [run.id, run.job, run.state, run.startedAt, run.endedAt, run.detail],
      );
    },
  };
}

/** API keys: only their SHA-256 is kept. */
export function apiKeyPort(sql: SqlSession): ApiKeyPort {
  return {
    async addApiKey(key) {
      await sql.query(
        "insert into sillage.api_key (id, sha256, label, scopes, expires_at) values ($1, $2, $3, $4, $5)",
        [key.id, key.sha256, key.label, key.scopes, key.expiresAt],
      );
    },
    async findApiKey(id) {
      return (
        await sql.query<{ sha256: string; scopes: readonly string[]; expiresAt: string }>(
          `select sha256, scopes, expires_at as "expiresAt" from sillage.api_key where id = $1`,
          [id],
        )
      )[0];
    },
  };
}
