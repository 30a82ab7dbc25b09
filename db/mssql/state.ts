import { scopesIn } from "../../core/access/scopes.ts";
import type { ApiKeyPort } from "../../core/ports/api-keys.ts";
import type { AssetMirror, StatePort } from "../../core/ports/database.ts";
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
    async addApiKey({ id, sha256, label, scopes, cidrs, consumer, expiresAt }) {
      const lists = [jsonList(scopes), jsonList(cidrs)];
      await sql.query(state.addApiKey, [id, sha256, label, ...lists, consumer, utc(expiresAt)]);
    },
    async findApiKey(id) {
      const [key] = await sql.query<Kept<{ sha256: string; expiresAt: string }>>(state.findApiKey, [id]);
      return key && withLists(key);
    },
    apiKeys: async () =>
      (await sql.query<Kept<{ id: string; label: string; expiresAt: string; createdAt: string }>>(state.apiKeys)).map(
        withLists,
      ),
    async endApiKey(id, at) {
      await sql.query(state.endApiKey, [id, utc(at)]);
    },
  };
}

/** A key whose lists are JSON. */
type Kept<Other> = Other & { readonly scopes: string; readonly cidrs: string; readonly consumer: string };

const withLists = <Other>(key: Kept<Other>) => ({
  ...key,
  scopes: scopesIn(readList(key.scopes)),
  cidrs: readList(key.cidrs),
});
