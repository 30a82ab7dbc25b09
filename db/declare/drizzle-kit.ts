import { SillageError } from "../../core/errors.ts";

type Kit = typeof import("drizzle-kit/payload/postgres");

/** A database's layout as drizzle-kit keeps it beside a migration. */
export type PgSnapshot = Awaited<ReturnType<Kit["generateDrizzleJson"]>>;

/** The migration generator: a development dependency, so loaded only when a migration is made. Throws `migration.tool-missing`. */
export const drizzleKit = (): Promise<Kit> =>
  import("drizzle-kit/payload/postgres").catch((cause: unknown) => {
    throw new SillageError({
      code: "migration.tool-missing",
      message: "drizzle-kit, which writes migrations, is not installed.",
      fix: "Run `npm install --include=dev`, then generate again.",
      cause,
    });
  });
