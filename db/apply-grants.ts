import { SillageError } from "../core/errors.ts";
import type { DialectName } from "../core/ports/database.ts";
import { grantedRoles, type GrantPlace } from "./granted-roles.ts";
import { grantStatements } from "./grants.ts";
import { isMssqlUrl } from "./mssql/connection-settings.ts";
import { openSession, type DatabaseTarget } from "./postgres/open-database.ts";

/** Make the roles that a migrated database lacks and give each its rights, one after the other; may be done again. Names of the roles. Throws `grants.denied`, and as opening the database does. */
export async function applyGrants(target: DatabaseTarget, place: GrantPlace): Promise<readonly string[]> {
  const { dialect, session } = await openedAt(target);
  try {
    for (const { name, text } of grantStatements(dialect, place))
      await session.exec(text).catch((error: unknown) => Promise.reject(deniedAt(name, error)));
  } finally {
    await session.close();
  }
  return grantedRoles[place].map(({ role }) => `sillage_${role}`);
}

type Opened = {
  readonly dialect: DialectName;
  readonly session: { readonly exec: (text: string) => Promise<void>; readonly close: () => Promise<void> };
};

async function openedAt(target: DatabaseTarget): Promise<Opened> {
  if (!("url" in target && isMssqlUrl(target.url))) return { dialect: "postgres", session: await openSession(target) };
  const { poolSession } = await import("./mssql/pool-session.ts");
  return { dialect: "mssql", session: poolSession(target.url) };
}

const deniedAt = (name: string, error: unknown): unknown =>
  error instanceof SillageError && error.code === "db.denied"
    ? new SillageError({
        code: "grants.denied",
        message: `This login may not do ${name}; what comes after it was not given.`,
        fix: "Have a login that owns the tables and may make roles call `sillage migrate --grants`, or an administrator apply what `sillage sql` ends with.",
        cause: error,
      })
    : error;
