const mirror =
  "[asset], [landed_through] as [landedThrough], [loaded_through] as [loadedThrough], [fence], [materialisation_id] as [materialisationId], [materialised_at] as [materialisedAt], [rows]";

/** What the mirrors of the assets and API keys are asked and told. */
export const state = {
  mirror: `select ${mirror} from [sillage].[asset_state] where [asset] = @p1;`,
  mirrors: `select ${mirror} from [sillage].[asset_state] order by [asset];`,
  /** The mirror of an entity (asset, landed mark, fence); an older fence changes nothing. */
  saveMirror: `update [sillage].[asset_state] set [landed_through] = @p2, [fence] = @p3 where [asset] = @p1 and [fence] <= @p3;
insert into [sillage].[asset_state] ([asset], [landed_through], [fence]) select @p1, @p2, @p3
where not exists (select 1 from [sillage].[asset_state] with (updlock, holdlock) where [asset] = @p1);`,
  /** How far an asset is loaded: the instant, and the mark as JSON. */
  loaded:
    "select [loaded_through] as [through], [loaded_mark] as [mark] from [sillage].[asset_state] where [asset] = @p1;",
  /** An asset is loaded so far (asset, instant or null, mark as JSON). */
  moveLoaded: `update [sillage].[asset_state] with (updlock, holdlock) set [loaded_through] = @p2, [loaded_mark] = @p3 where [asset] = @p1;
if @@rowcount = 0 insert into [sillage].[asset_state] ([asset], [loaded_through], [loaded_mark]) values (@p1, @p2, @p3);`,
  /** A row of a materialisation (id, asset, load or null, rows, days as JSON) and the asset's state with it. */
  recordMaterialisation: `insert into [sillage].[materialisation] ([id], [asset], [load_id], [rows], [days]) values (@p1, @p2, @p3, @p4, @p5);
update [sillage].[asset_state] with (updlock, holdlock) set [materialisation_id] = @p1, [materialised_at] = sysutcdatetime(), [rows] = @p4 where [asset] = @p2;
if @@rowcount = 0 insert into [sillage].[asset_state] ([asset], [materialisation_id], [materialised_at], [rows]) values (@p2, @p1, sysutcdatetime(), @p4);`,
  /** A new API key (id, SHA-256, label, scopes and networks as JSON, consumer, end). */
  addApiKey:
    "insert into [sillage].[api_key] ([id], [sha256], [label], [scopes], [cidrs], [consumer], [expires_at]) values (@p1, @p2, @p3, @p4, @p5, @p6, cast(@p7 as datetime2(3)));",
  findApiKey:
    "select [sha256], [scopes], [cidrs], coalesce([consumer], [id]) as [consumer], [expires_at] as [expiresAt] from [sillage].[api_key] where [id] = @p1;",
  apiKeys:
    "select [id], [label], [scopes], [cidrs], coalesce([consumer], [id]) as [consumer], [expires_at] as [expiresAt], [created_at] as [createdAt] from [sillage].[api_key] order by [created_at] desc, [id];",
  endApiKey:
    "update [sillage].[api_key] set [expires_at] = cast(@p2 as datetime2(3)) where [id] = @p1 and [expires_at] > cast(@p2 as datetime2(3));",
  /** Holds a name until the transaction ends; waits as long as a statement may take. */
  lockName:
    "declare @held int; exec @held = sp_getapplock @Resource = @p1, @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = -1; select @held as held;",
} as const;
