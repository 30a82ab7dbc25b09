/** What tells which migrations were applied. */
export const migrations = {
  /** A schema is made in a batch of its own. */
  prepare: `if schema_id(N'sillage') is null exec(N'create schema [sillage]');
if object_id(N'[sillage].[schema_migration]') is null create table [sillage].[schema_migration] (
  [name] nvarchar(200) collate Latin1_General_100_BIN2 not null constraint [schema_migration_pkey] primary key,
  [sha256] nvarchar(64) collate Latin1_General_100_BIN2 not null, [at] datetime2(3) not null constraint [schema_migration_at] default sysutcdatetime());`,
  /** The migrations that were applied. */
  applied: "select [name] from [sillage].[schema_migration];",
  /** What a migration was applied as. */
  known: "select [sha256] from [sillage].[schema_migration] where [name] = @p1;",
  /** A migration was applied (name, SHA-256). */
  record: "insert into [sillage].[schema_migration] ([name], [sha256]) values (@p1, @p2);",
} as const;
