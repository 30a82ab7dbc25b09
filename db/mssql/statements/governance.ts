/** What a server is asked of the log that its tier lets it write. PostgreSQL has no such tier. */
export const governance = {
  /** Which edition the server is. */
  edition: "select cast(serverproperty('EngineEdition') as int) as [edition];",
  /** Bytes a second that the tier lets the database write of its log. */
  tier: "select cast([primary_max_log_rate] as bigint) as [bytesPerSecond] from [sys].[dm_user_db_resource_governance] where [database_id] = db_id();",
  /** Bytes a second that a managed instance may write of the logs of all its databases. Microsoft names the view and describes no column; Telegraf's plugin for SQL Server reads this one. */
  instance:
    "select cast([instance_max_log_rate] as bigint) as [bytesPerSecond] from [sys].[dm_instance_resource_governance];",
  /** The greatest use of the log within the last hour, which the view keeps in steps of 15 s; per cent of what the tier allows. */
  use: "select cast(max([avg_log_write_percent]) as float) as [percent] from [sys].[dm_db_resource_stats];",
} as const;
