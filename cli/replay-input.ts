import { SillageError } from "../core/errors.ts";
import type { ReplayInput } from "../workflows/contracts/runs.ts";

/** What a replay is asked for: a table or a load, never both. Throws `quarantine.what`. */
export function replayInput({ table, load }: { readonly table?: string; readonly load?: string }): ReplayInput {
  if (table !== undefined && load === undefined) return { table };
  if (load !== undefined && table === undefined) return { loadId: load };
  throw new SillageError({
    code: "quarantine.what",
    message: `Either --table or --load says what to replay; ${table === undefined ? "neither" : "both"} was given.`,
    fix: "See `sillage quarantine list` for tables and loads.",
  });
}
