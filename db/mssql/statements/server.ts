/** What a server is asked of itself, and of the tables that it has. */
export const server = {
  /** Version, edition, and how the database is set; by name, since a database's number differs between Azure's views. */
  facts: `select cast(serverproperty('ProductMajorVersion') as int) as [version], cast(serverproperty('EngineEdition') as int) as [edition],
  [name] as [database], cast([compatibility_level] as int) as [compatibility], [is_read_committed_snapshot_on] as [readCommittedSnapshot], [collation_name] as [collation]
from [sys].[databases] where [name] = db_name();`,
  /** The columns of the tables that declarations fill. Upper case, as a server that minds it wants these names. */
  columns: `select TABLE_SCHEMA as [schema], TABLE_NAME as [table], COLUMN_NAME as [column], DATA_TYPE as [kind], CHARACTER_MAXIMUM_LENGTH as [length],
  cast(NUMERIC_PRECISION as int) as [precision], cast(NUMERIC_SCALE as int) as [scale], cast(DATETIME_PRECISION as int) as [fraction], COLLATION_NAME as [collation], IS_NULLABLE as [nullable]
from INFORMATION_SCHEMA.COLUMNS where TABLE_SCHEMA in (N'open', N'sealed', N'staging', N'mart');`,
} as const;
