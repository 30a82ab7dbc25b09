import { ulid } from "ulid";

/** A name for a database of one suite. */
export const nameOf = (): string => `sillage_${ulid().toLowerCase()}`;

/** The URL of another database of the same server. */
export function named(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
