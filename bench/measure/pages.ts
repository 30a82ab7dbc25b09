import { randomBytes } from "node:crypto";
import { deployment } from "../../assets/index.ts";
import type { Database } from "../../core/ports/database.ts";
import { openDatabase } from "../../db/open-database.ts";
import { materialise } from "../../test/harness/api.ts";
import { history, storeSales } from "../http/made-sales.ts";
import { pageFigures } from "../http/pages.ts";
import { startServer } from "../http/processes.ts";
import { notMeasured, type Measurement } from "../measurement.ts";

const bookings = { tiny: 10_000, small: 100_000, full: 1_000_000 };

/** The dashboards of managers over a history on PostgreSQL, served as the product serves them. */
export const pages: Measurement = {
  about: "milliseconds that each dashboard takes over a history on PostgreSQL, and how large the first one is",
  async run(context) {
    if (context.noPostgres !== undefined)
      return [notMeasured({ id: "page", what: "Dashboards", goal: "–" }, context.noPostgres)];
    const url = await context.newDatabase("pages");
    const database = await openDatabase({ url }, deployment);
    const key = randomBytes(32);
    try {
      await storeSales(database, bookings[context.size]);
      const [kept, ahead] = [await served(url, "kept", key), await served(url, "ahead", key)];
      return await pageFigures({ url: kept.url, ahead: ahead.url, key, change: changing(database) }).finally(
        async () => {
          await kept.stop();
          await ahead.stop();
        },
      );
    } finally {
      await database.close();
    }
  },
};

const served = (url: string, memory: string, key: Buffer) =>
  startServer("serve.ts", [url, memory, key.toString("hex")]);

/** Every asset is materialised again, a minute later each time. */
function changing(database: Database): () => Promise<void> {
  let minutes = 0;
  return () => materialise(database, new Date(Date.parse(history.seenAt) + ++minutes * 60_000).toISOString());
}
