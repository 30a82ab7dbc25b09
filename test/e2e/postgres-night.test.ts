import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSession } from "../../db/postgres/open-database.ts";
import { testDemo, until, type TestDemo } from "../harness/demo.ts";
import { enforceNow, makeIdle } from "../harness/enforced-retention.ts";
import { noPostgres, testPostgres, type TestPostgres } from "../harness/postgres.ts";

describe.skipIf(noPostgres !== undefined)(
  `on PostgreSQL by URL${noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`}`,
  () => {
    let postgres: TestPostgres;
    let night: TestDemo;
    let identityUrl: string;

    beforeAll(async () => {
      postgres = await testPostgres();
      identityUrl = await postgres.another("identity");
      night = await testDemo({
        db: postgres.url,
        // A round a night: all of history is read again in it.
        environment: { IDENTITY_DATABASE_URL: identityUrl, DRIFT_NIGHTS: "1" },
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
      await night.run("nightly");
      const { steps } = await night.run("drift");
      expect(steps.find(({ asset }) => asset === "bookings")?.detail).toContain(
        "3 differed and 0 were missing in history read again",
      );
      expect(await night.unequal()).toEqual([]);
    });

    test("whom the retention erased is kept out by a look-up alone, which the retention forgets once no source sent it for 90 days", async () => {
      await makeIdle(night, 2);
      const { requested } = await enforceNow(night, { dryRun: false });
      expect(requested).toBeGreaterThanOrEqual(2);
      const identity = await openSession({ url: identityUrl });
      const blanked = "from identity.subject where erased_at is not null and pid is null";
      const lookups = () => identity.query<{ readonly lookup: string }>(`select lookup ${blanked} order by lookup`, []);
      await until("everybody who was due is erased", async () => (await lookups()).length === requested, 240_000);
      const [old, ...younger] = (await lookups()).map(({ lookup }) => lookup);
      const sent = (days: number, lookup: string | undefined) =>
        identity.query(
          `update identity.subject set erased_at = erased_at - make_interval(days => ${days}) where lookup = $1`,
          [lookup],
        );
      await sent(91, old);
      await sent(89, younger[0]);
      await enforceNow(night, { dryRun: true });
      expect(await lookups()).toHaveLength(requested);
      expect(await enforceNow(night, { dryRun: false })).toMatchObject({ requested: 0 });
      expect((await lookups()).map(({ lookup }) => lookup)).toEqual(younger);
      await identity.close();
    });
  },
);
