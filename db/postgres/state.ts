import type { ApiKeyPort, AssetMirror, StatePort } from "../../core/ports/database.ts";
import type { SqlSession } from "./session.ts";
import { state } from "./statements/state.ts";

/** What an operator reads back: mirrors of the assets' entities. */
export function statePort(sql: SqlSession): StatePort {
  return {
    async mirror(asset) {
      return (await sql.query<AssetMirror>(state.mirror, [asset]))[0];
    },
    mirrors: () => sql.query<AssetMirror>(state.mirrors),
    async saveMirror(mirror) {
      await sql.query(state.saveMirror, [mirror.asset, mirror.landedThrough, mirror.fence]);
    },
  };
}

/** API keys: only their SHA-256 is kept. */
export function apiKeyPort(sql: SqlSession): ApiKeyPort {
  return {
    async addApiKey(key) {
      await sql.query(state.addApiKey, [key.id, key.sha256, key.label, key.scopes, key.expiresAt]);
    },
    async findApiKey(id) {
      return (
        await sql.query<{ sha256: string; scopes: readonly string[]; expiresAt: string }>(state.findApiKey, [id])
      )[0];
    },
  };
}
