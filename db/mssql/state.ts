import type { ApiKeyPort, AssetMirror, StatePort } from "../../core/ports/database.ts";
import { jsonList, readList, utc } from "./json-list.ts";
import type { SqlSession } from "./session.ts";
import { state } from "./statements/state.ts";

/** What an operator reads back: mirrors of the assets' entities. */
export function statePort(sql: SqlSession): StatePort {
  return {
    mirror: async (asset) => (await sql.query<AssetMirror>(state.mirror, [asset]))[0],
    mirrors: () => sql.query<AssetMirror>(state.mirrors),
    async saveMirror({ asset, landedThrough, fence }) {
      await sql.query(state.saveMirror, [asset, landedThrough, fence]);
    },
  };
}

/** API keys: only their SHA-256 is kept. */
export function apiKeyPort(sql: SqlSession): ApiKeyPort {
  return {
    async addApiKey({ id, sha256, label, scopes, expiresAt }) {
      await sql.query(state.addApiKey, [id, sha256, label, jsonList(scopes), utc(expiresAt)]);
    },
    async findApiKey(id) {
      const [key] = await sql.query<{ sha256: string; scopes: string; expiresAt: string }>(state.findApiKey, [id]);
      return key && { ...key, scopes: readList(key.scopes) };
    },
  };
}
