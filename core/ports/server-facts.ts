/** What a server is, as far as the product asks anything of it. Versions are the major ones: 15 is PostgreSQL 15, and SQL Server 2019. */
export type ServerFacts =
  | { readonly engine: "postgres"; readonly version: number }
  | {
      readonly engine: "mssql";
      readonly version: number;
      /** As SERVERPROPERTY('EngineEdition') numbers them: 5 is Azure SQL Database, 8 a managed instance. */
      readonly edition: number;
      readonly database: string;
      readonly compatibility: number;
      /** Whether readers see the last committed row instead of waiting for its writer. */
      readonly readCommittedSnapshot: boolean;
      readonly collation: string;
    };
