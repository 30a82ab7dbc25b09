import { join } from "node:path";
import type { Config } from "../config.ts";

/** Where the settings put the tables: PostgreSQL or SQL Server by URL, else PGlite in the data directory. */
export const databaseTarget = ({ config, dataDir }: { readonly config: Config; readonly dataDir: string }) =>
  config.DATABASE_URL === undefined ? { directory: join(dataDir, "database") } : { url: config.DATABASE_URL };
