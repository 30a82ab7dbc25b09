import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDemo, type TestDemo } from "../harness/demo.ts";
import { mssqlDouble, type TestMssql } from "../harness/mssql.ts";
import { noPostgres } from "../harness/postgres.ts";
import type { Meddle } from "../harness/tds-on-postgres.ts";
import type { TdsArrival } from "../harness/tds-server.ts";

const isMerge = (arrival: TdsArrival): boolean => arrival.kind === "rpc" && arrival.text.includes("into #compared");
const counted = (is: (arrival: TdsArrival) => boolean): ((arrival: TdsArrival) => number) => {
  let count = 0;
  return (arrival) => (is(arrival) ? ++count : 0);
};

/** What went wrong on the way, once each, in the order of its occurring. */
const seen: string[] = [];

const stagedTwice =
  "Violation of PRIMARY KEY constraint 'sites_pkey'. Cannot insert duplicate key in object 'staging.sites'.";

/** One fault of each kind in the first loads of a night. */
function faults(): Meddle {
  const merges = counted(isMerge);
  const bulks = counted(({ kind }) => kind === "bulk");
  const commits = counted(({ kind, transaction }) => kind === "commit" && transaction !== 0n);
  const told = (what: string): void => void seen.push(what);
  return (arrival) => {
    const [merge, bulk, commit] = [merges(arrival), bulks(arrival), commits(arrival)];
    if (merge === 3) return (told("deadlock"), { instead: { error: { number: 1205, severity: 13 } } });
    if (merge === 6) return (told("merged, then lost"), { after: { drop: true } });
    if (bulk === 2) return (told("bulk dropped"), { instead: { drop: true } });
    if (bulk === 7) return (told("too busy"), { instead: { error: { number: 40_501 } } });
    if (bulk === 9) return (told("staged twice"), { instead: { error: { number: 2627, message: stagedTwice } } });
    if (bulk === 5) return (told("limit of requests"), { instead: { error: { number: 10_928 } } });
    if (commit === 20) return (told("committed, then lost"), { after: { drop: true } });
    if (arrival.kind === "login" && seen.includes("bulk dropped") && !seen.includes("resuming"))
      return (told("resuming"), { instead: { error: { number: 40_613, severity: 14 } } });
    // Whoever has a connection needs no login: it is taken away, until somebody logs in again.
    if (arrival.kind === "bulk" && seen.includes("bulk dropped") && !seen.includes("failing over"))
      return { instead: { drop: true } };
    if (arrival.kind === "login" && seen.includes("resuming") && !seen.includes("failing over"))
      return (told("failing over"), { instead: { error: { number: 4060, severity: 11 } } });
    return {};
  };
}

describe.skipIf(noPostgres !== undefined)(
  `on a SQL Server that fails on its way${noPostgres === undefined ? "" : ` (skipped: the double needs it: ${noPostgres})`}`,
  () => {
    let mssql: TestMssql;
    let night: TestDemo;

    beforeAll(async () => {
      mssql = await mssqlDouble(faults());
      night = await testDemo({ db: mssql.url });
    });
    afterAll(async () => {
      await night.stop();
      await mssql.stop();
    });

    test("a deadlock, dropped sockets, a lost commit, limits, a collision, a resume and a failover cost retries, and no row is lost or twice", async () => {
      const result = await night.run("initial");
      expect(result.steps.map((step) => step.state)).not.toContain("failed");
      expect(await night.unequal()).toEqual([]);
      expect(seen.toSorted()).toEqual([
        "bulk dropped",
        "committed, then lost",
        "deadlock",
        "failing over",
        "limit of requests",
        "merged, then lost",
        "resuming",
        "staged twice",
        "too busy",
      ]);
      const loads = await night.demo.control<Record<string, number>[]>(
        "query",
        `select l.expected, (select sum(s.merged + s.unchanged + s.superseded) from sillage.load_slice s where s.load_id = l.load_id) as accounted
         from sillage.load l where l.state = 'merged' and l.expected > 0`,
      );
      expect(loads.length).toBeGreaterThan(5);
      expect(loads.filter(({ expected, accounted }) => expected !== accounted)).toEqual([]);
    });
  },
);
