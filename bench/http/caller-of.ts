import { createApiKey } from "../../api/keys.ts";
import type { Database } from "../../core/ports/database.ts";
import { history } from "./made-sales.ts";

/** Headers of a caller with a key of its own. */
export async function callerOf(database: Pick<Database, "addApiKey">): Promise<Record<string, string>> {
  const now = new Date(history.seenAt);
  const { token, record } = createApiKey({
    environment: "bench",
    label: "bench",
    scopes: ["kpi:read", "kpi:individual"],
    days: 1,
    now,
  });
  await database.addApiKey(record);
  return { Authorization: `Bearer ${token}` };
}
