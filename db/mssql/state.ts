import type { ApiKeyPort, AssetMirror, StatePort } from "../../core/ports/database.ts";
import { jsonList, readList, utc } from "./json-list.ts";
import type { SqlSession } from "./session.ts";

const mirrorColumns =
  "[asset], [landed_through] as [landedThrough], [loaded_through] as [loadedThrough], [fence], [materialisation_id] as [materialisationId], [materialised_at] as [materialisedAt], [rows]";

/** The mirror of one asset. */
export const mirrorStatement = `select ${mirrorColumns} from [sillage].[asset_state] where [asset] = @p1;`;
/** The mirrors of all assets. */
export const mirrorsStatement = `select ${mirrorColumns} from [sillage].[asset_state] order by [asset];`;
/** The mirror of an entity (asset, landed mark, fence); an older fence changes nothing. */
export const saveMirrorStatement = `update [sillage].[asset_state] set [landed_through] = @p2, [fence] = @p3 where [asset] = @p1 and [fence] <= @p3;
insert into [sillage].[asset_state] ([asset], [landed_through], [fence]) select @p1, @p2, @p3
where not exists (select 1 from [sillage].[asset_state] with (updlock, holdlock) where [asset] = @p1);`;
/** A run (id, job, state, start, end, detail); one that has ended changes no more. */
export const recordRunStatement = `update [sillage].[run] set [state] = @p3, [ended_at] = cast(@p5 as datetime2(3)), [detail] = @p6 where [id] = @p1 and [state] = N'running';
insert into [sillage].[run] ([id], [job], [state], [started_at], [ended_at], [detail]) select @p1, @p2, @p3, cast(@p4 as datetime2(3)), cast(@p5 as datetime2(3)), @p6
where not exists (select 1 from [sillage].[run] with (updlock, holdlock) where [id] = @p1);`;
/** A new API key (id, SHA-256, label, scopes as JSON, end). */
export const addApiKeyStatement =
  "insert into [sillage].[api_key] ([id], [sha256], [label], [scopes], [expires_at]) values (@p1, @p2, @p3, @p4, cast(@p5 as datetime2(3)));";
/** An API key by its id. */
export const findApiKeyStatement =
  "select [sha256], [scopes], [expires_at] as [expiresAt] from [sillage].[api_key] where [id] = @p1;";

/** What an operator reads back: mirrors of the assets' entities, runs. */
export function statePort(sql: SqlSession): StatePort {
  return {
    mirror: async (asset) => (await sql.query<AssetMirror>(mirrorStatement, [asset]))[0],
    mirrors: () => sql.query<AssetMirror>(mirrorsStatement),
    async saveMirror({ asset, landedThrough, fence }) {
      await sql.query(saveMirrorStatement, [asset, landedThrough, fence]);
    },
    async recordRun({ id, job, state, startedAt, endedAt, detail }) {
      const ended = endedAt === null ? null : utc(endedAt);
      await sql.query(recordRunStatement, [id, job, state, utc(startedAt), ended, detail]);
    },
  };
}

/** API keys: only their SHA-256 is kept. */
export function apiKeyPort(sql: SqlSession): ApiKeyPort {
  return {
    async addApiKey({ id, sha256, label, scopes, expiresAt }) {
      await sql.query(addApiKeyStatement, [id, sha256, label, jsonList(scopes), utc(expiresAt)]);
    },
    async findApiKey(id) {
      const [key] = await sql.query<{ sha256: string; scopes: string; expiresAt: string }>(findApiKeyStatement, [id]);
      return key && { ...key, scopes: readList(key.scopes) };
    },
  };
}
