import type { ApiKey, ApiKeyPort, ListedApiKey } from "../../core/ports/api-keys.ts";
import type { AssetMirror, StatePort } from "../../core/ports/database.ts";
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
    async addApiKey({ id, sha256, label, scopes, cidrs, consumer, expiresAt }) {
      await sql.query(state.addApiKey, [id, sha256, label, scopes, cidrs, consumer, expiresAt]);
    },
    findApiKey: async (id) => (await sql.query<Omit<ApiKey, "id" | "label">>(state.findApiKey, [id]))[0],
    apiKeys: () => sql.query<ListedApiKey>(state.apiKeys),
    async endApiKey(id, at) {
      await sql.query(state.endApiKey, [id, at]);
    },
  };
}
