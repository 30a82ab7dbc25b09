import { join } from "node:path";
import type { Config } from "../config.ts";

/** Where the settings put the identity store: PostgreSQL or SQL Server by URL, else PGlite in the data directory, beside the tables. */
export const identityTarget = ({
  config,
  dataDir,
}: {
  readonly config: Pick<Config, "IDENTITY_DATABASE_URL">;
  readonly dataDir: string;
}) =>
  config.IDENTITY_DATABASE_URL === undefined
    ? { directory: join(dataDir, "identity") }
    : { url: config.IDENTITY_DATABASE_URL };
