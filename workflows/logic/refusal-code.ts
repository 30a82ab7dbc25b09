/** Failures by which a load is refused for good: its objects are not what they say, or its rows do not add up. */
const refusing: ReadonlySet<string> = new Set([
  "load.altered",
  "load.clear-personal",
  "load.over-budget",
  "load.unbalanced",
  "manifest.invalid",
  "manifest.missing",
  "store.missing",
  "foreign.unreadable",
]);

/** The code by which a failure refuses its load; undefined for one that leaves it open. */
export function refusalCode(error: unknown): string | undefined {
  for (let found = error; found instanceof Error; found = found.cause)
    if ("type" in found && typeof found.type === "string" && refusing.has(found.type)) return found.type;
  return undefined;
}
