import type { Database } from "../core/ports/database.ts";

/** The migration that makes the throttle's lanes. */
const lanes = "engine/0001_engine";

/** Apply the missing migrations and say which; in a database that they made, merges are paced at `mergeFactor` times the rate. What was set live since is left. */
export async function migrateDatabase(
  database: Pick<Database, "migrate" | "throttleState" | "setThrottle">,
  mergeFactor: number,
): Promise<readonly string[]> {
  const applied = await database.migrate();
  if (!applied.includes(lanes)) return applied;
  const { bytesPerSecond } = await database.throttleState("default");
  await database.setThrottle("merge", { bytesPerSecond: bytesPerSecond * mergeFactor });
  return applied;
}
