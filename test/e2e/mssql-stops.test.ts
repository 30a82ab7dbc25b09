import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDemo, until, type TestDemo } from "../harness/demo.ts";
import { mssqlDouble, type TestMssql } from "../harness/mssql.ts";
import { noPostgres } from "../harness/postgres.ts";
import type { Meddle } from "../harness/tds-on-postgres.ts";

const none: Meddle = () => ({});
/** Every connection is cut, and every login refused. */
const refusing =
  (number: number, message: string): Meddle =>
  ({ kind }) => {
    if (kind === "prelogin") return {};
    return { instead: kind === "login" ? { error: { number, message, severity: 14 } } : { drop: true } };
  };
/** Statements with a text in them are refused. */
const answering =
  (part: string, number: number, message: string): Meddle =>
  (arrival) =>
    "text" in arrival && arrival.text.includes(part) ? { instead: { error: { number, message } } } : {};

describe.skipIf(noPostgres !== undefined)(
  `a night on a SQL Server that refuses for good${noPostgres === undefined ? "" : ` (skipped: the double needs PostgreSQL: ${noPostgres})`}`,
  () => {
    let mssql: TestMssql;
    let night: TestDemo;
    let meddle = none;

    beforeAll(async () => {
      mssql = await mssqlDouble((arrival) => meddle(arrival));
      // What a stopped load left landed is taken up again by the listing, here after seconds.
      const environment = { LANDING_LIST_SECONDS: "2", LANDING_GRACE_SECONDS: "5" };
      night = await testDemo({ db: mssql.url, environment });
      // No mart is looked at.
      await night.run("initial", { selection: "kind:table" });
    });
    afterAll(async () => {
      await night.stop();
      await mssql.stop();
    });

    const query = (text: string) => night.demo.control<readonly Record<string, unknown>[]>("query", text);
    const orders = () => night.run("selection", { selection: "orders and kind:table" });
    const equal = async () => (await night.unequal()).every(({ table }) => table !== "orders");
    /** Whatever a load of orders moves for a reader. */
    const stored = async () => ({
      rows: await query('select count(*) as n, max(_load) as load, max(_ordered_at) as at from "open".orders'),
      mark: await query("select loaded_through from sillage.asset_state where asset = 'orders'"),
    });
    /** The run stops, nothing of it is in the tables, and once all is mended what was landed is brought in by itself. */
    const stopsAndResumes = async (told: RegExp, wrong: () => Promise<unknown>, mended: () => Promise<unknown>) => {
      await night.advance(6);
      const before = await stored();
      await wrong();
      await expect(orders()).rejects.toThrow(told);
      await mended();
      expect(await stored()).toEqual(before);
      await orders();
      await until("orders equal the vendor's ledger", equal);
      expect(await stored()).not.toEqual(before);
      const open = async () => (await night.demo.control<readonly object[]>("openLoads")).length;
      await until("no load is left open", async () => (await open()) === 0);
    };
    const mend = async () => void (meddle = none);

    test.each<readonly [string, RegExp, Meddle]>([
      [
        "a wrong password",
        /refused the login \(18456\)\. Check `auth`, the user and the password/,
        refusing(18_456, "Login failed for user 'sillage'."),
      ],
      [
        "an expired token",
        /the access token has expired \(18456\)\. Put a fresh token/,
        refusing(18_456, "Login failed. Token is expired."),
      ],
      [
        "a firewall",
        /refuses connections from 192\.0\.2\.7 \(40615\)\. Add it to the firewall rules/,
        refusing(40_615, "Client with IP address '192.0.2.7' is not allowed to access the server."),
      ],
      [
        "a row that breaks a constraint",
        /answered 2627 on orders_pkey: a row breaks a constraint\. Look at the declaration/,
        answering(
          "into #compared",
          2627,
          "Violation of PRIMARY KEY constraint 'orders_pkey'. Cannot insert duplicate key in object 'open.orders'.",
        ),
      ],
    ])("%s stops it with what to do, half-writes nothing, and costs no row", async (_, told, fault) => {
      await stopsAndResumes(told, async () => void (meddle = fault), mend);
    });

    test.each([
      [
        "a column that somebody renamed in staging",
        /refused a bulk load before its first row: it names a column that its table does not have\. The table is not as it is declared/,
        'alter table "staging".orders rename column total to hidden',
        'alter table "staging".orders rename column hidden to total',
      ],
      [
        "a column that somebody renamed in the table",
        /answered 207: the column .*is missing\. The table is not as it is declared/,
        'alter table "open".orders rename column total to hidden',
        'alter table "open".orders rename column hidden to total',
      ],
      [
        "a column that somebody made narrower",
        /answered 2628: a value is longer than its column holds\. The table is not as it is declared/,
        'alter table "staging".orders alter column status type varchar(1)',
        'alter table "staging".orders alter column status type varchar(80)',
      ],
    ])("%s stops it with what to do, half-writes nothing, and costs no row", async (_, told, alter, restore) => {
      await stopsAndResumes(
        told,
        () => query(alter),
        () => query(restore),
      );
    });
  },
);
