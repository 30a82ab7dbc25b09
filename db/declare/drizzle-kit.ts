import type { Hint } from "drizzle-kit/payload/postgres";
import { SillageError } from "../../core/errors.ts";

/** What drizzle-kit offers for one dialect. */
export type Kit<S> = {
  readonly generateDrizzleJson: (imports: Record<string, unknown>, prevId?: string) => Promise<S>;
  readonly generateMigration: (known: S, wanted: S, options: { hints: Hint[] }) => Promise<string[]>;
};

type Postgres = typeof import("drizzle-kit/payload/postgres");
type MsSql = typeof import("drizzle-kit/payload/mssql");
/** PostgreSQL's layout as drizzle-kit keeps it beside a migration. */
export type PgSnapshot = Awaited<ReturnType<Postgres["generateDrizzleJson"]>>;
/** SQL Server's. */
export type MsSqlSnapshot = Awaited<ReturnType<MsSql["generateDrizzleJson"]>>;
/** A database's layout as drizzle-kit keeps it beside a migration. */
export type Snapshot = PgSnapshot | MsSqlSnapshot;

/** The migration generators: a development dependency, so loaded only when a migration is made. They throw `migration.tool-missing`. */
export const drizzleKit = {
  postgres: (): Promise<Kit<PgSnapshot>> => import("drizzle-kit/payload/postgres").catch(missing),
  mssql: (): Promise<Kit<MsSqlSnapshot>> => import("drizzle-kit/payload/mssql").catch(missing),
};

function missing(cause: unknown): never {
  throw new SillageError({
    code: "migration.tool-missing",
    message: "drizzle-kit, which writes migrations, is not installed.",
    fix: "Run `npm install --include=dev`, then generate again.",
    cause,
  });
}
