import type { Finding } from "./check-up.ts";

/** Differences told at once; the rest are counted. */
const told = 5;

/** What `sillage doctor` says of the tables beside their declarations. */
export function schemaFinding(
  altered: readonly string[],
  unapplied: readonly string[],
): string | Omit<Finding, "part"> {
  if (unapplied.length > 0)
    return { state: "failed", detail: `not migrated: ${unapplied.join(", ")}`, fix: "Run `sillage migrate`." };
  if (altered.length === 0) return "the tables are as they are declared";
  const more = altered.length > told ? `; and ${altered.length - told} more` : "";
  return {
    state: "failed",
    detail: `${altered.slice(0, told).join("; ")}${more}`,
    fix: "Restore them as the migrations made them, or run `sillage generate <name>` and `sillage migrate` when the declarations changed.",
  };
}
