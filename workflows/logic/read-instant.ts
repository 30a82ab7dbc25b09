/** The instant (ISO, UTC with milliseconds) that a signal tells as `at`; undefined where it tells none. */
export function readInstant(told: unknown): string | undefined {
  if (typeof told !== "object" || told === null || !("at" in told) || typeof told.at !== "string") return undefined;
  const at = Date.parse(told.at);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
