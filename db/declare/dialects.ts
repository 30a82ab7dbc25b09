import type { InDialects } from "../../core/ports/database.ts";
import type { Dialect } from "./dialect.ts";
import { mssqlDialect } from "./mssql-dialect.ts";
import { postgresDialect } from "./postgres-dialect.ts";

/** Every dialect that declarations are written in. */
export const dialects: InDialects<Dialect> = { postgres: postgresDialect, mssql: mssqlDialect };
