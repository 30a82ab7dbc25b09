import type { SourcePause, SourcePausePort } from "../core/ports/source-pauses.ts";
import type { Scope } from "./record-entry.ts";

/** Pauses that sources asked for, one row each, in a dialect's statements. */
export const sourcePausePort = (
  sql: Scope,
  { pauses }: { readonly pauses: Readonly<Record<"pause" | "lasting", string>> },
): SourcePausePort => ({
  pauseSource: async ({ source, ms }) => void (await sql.query(pauses.pause, [source, Math.ceil(ms)])),
  sourcePauses: () => sql.query<SourcePause>(pauses.lasting, []),
});
