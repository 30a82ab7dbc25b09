import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDemo, type TestDemo } from "../harness/demo.ts";
import { noPostgres, testPostgres, type TestPostgres } from "../harness/postgres.ts";

describe.skipIf(noPostgres !== undefined)(
  `on PostgreSQL by URL${noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`}`,
  () => {
    let postgres: TestPostgres;
    let night: TestDemo;

    beforeAll(async () => {
      postgres = await testPostgres();
      night = await testDemo({
        db: postgres.url,
        // A round a night: all of history is read again in it.
        environment: { IDENTITY_DATABASE_URL: await postgres.another("identity"), DRIFT_NIGHTS: "1" },
      });
    });
    afterAll(async () => {
      await night.stop();
      await postgres.stop();
    });

    test("initial extraction and night leave every table equal to the vendor's ledger, what the vendor changed without telling too", async () => {
      expect(await night.demo.control<string>("describe")).toMatch(/^PostgreSQL at 127\.0\.0\.1/);
      await night.run("initial");
      expect(await night.unequal()).toEqual([]);
      const shelf = night.demo.ponton.world.shelf("bookings");
      for (const row of [...shelf.sorted()].slice(0, 3)) shelf.put({ ...row, cancel_reason: "lost" });
      expect((await night.unequal()).map(({ table }) => table)).toEqual(["bookings"]);
      await night.advance(24);
      const { steps } = await night.run("nightly");
      expect(steps.find(({ asset }) => asset === "bookings")?.detail).toContain(
        "3 differed and 0 were missing in history read again",
      );
      expect(await night.unequal()).toEqual([]);
    });
  },
);
