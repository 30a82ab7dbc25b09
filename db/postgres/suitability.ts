import type { Suitability } from "../../core/ports/suitability.ts";

/** The oldest that the statements are written for. */
const oldest = 15;

/** Whether a PostgreSQL of this major version can be worked on. */
export const suitability = (version: number): Suitability =>
  version >= oldest
    ? { state: "ok", detail: `PostgreSQL ${version}` }
    : {
        state: "failed",
        detail: `PostgreSQL ${version} is older than ${oldest}`,
        fix: `Use PostgreSQL ${oldest} or newer.`,
      };
