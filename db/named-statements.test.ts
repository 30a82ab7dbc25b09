import { declaredGraph } from "../core/deploy/declared-graph.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { duePage } from "../core/register/retention.ts";
import type { Database } from "../core/ports/database.ts";
import { loadLines, loadOrders, openLoad, sampleTable, stagedOrders } from "../test/contracts/sample-orders.ts";
import { sampleDeployment } from "../test/contracts/sample-deployment.ts";
import { checkTrend, lastChecks } from "./declare/check-reads.ts";
import { failedPartitions, partitionRows, partitionSpan, stalePartitions } from "./declare/partition-reads.ts";
import { quarantineCounts, recentLoads } from "./declare/load-reads.ts";
import {
  landedSizes,
  lastBuilds,
  refusedLoads,
  storedCounts,
  storedRows,
  storedTables,
} from "./declare/operator-reads.ts";
import { indexedValues } from "./declare/indexed-values.ts";
import { assetControls, failedSteps, openIncidents } from "./declare/standing-reads.ts";
import { mergedRecords } from "./declare/merged-records.ts";
import { personMisfits } from "./declare/person-misfits.ts";
import { personRows, personSealed } from "./declare/person-rows.ts";
import { openIdentityStore } from "./identity/open-identity-store.ts";
import { sqlIdentityStore } from "./identity/sql-identity-store.ts";
import { namedStatements } from "./named-statements.ts";
import { identify } from "../test/harness/identity-life.ts";
import { mssqlDouble, type TestMssql } from "../test/harness/mssql.ts";
import { noPostgres } from "../test/harness/postgres.ts";
import { keepRuns } from "../test/harness/run-life.ts";
import type { TdsAnswer } from "../test/harness/tds-server.ts";
import { openDatabase } from "./open-database.ts";
import { databaseOn, openSession } from "./postgres/open-database.ts";
import type { SqlScope, SqlSession } from "./postgres/session.ts";

const [orders, people, members] = [sampleTable("orders"), sampleTable("people"), sampleTable("members")];
const { graph } = sampleDeployment;

/** Remembers every text but those that open and end transactions. */
function recorded(session: SqlSession, sent: Set<string>): SqlSession {
  const scope = (inner: SqlScope): SqlScope => ({
    query: (text, params) => (sent.add(text.trim()), inner.query(text, params)),
    read: (text, params) => (sent.add(text.trim()), inner.read(text, params)),
    exec: (text) => (sent.add(text.trim()), inner.exec(text)),
    copy: (text, body) => (sent.add(text), inner.copy(text, body)),
    series: (steps) => (steps.forEach(({ text }) => sent.add(text)), inner.series(steps)),
  });
  return { ...session, ...scope(session), transaction: (work) => session.transaction((inner) => work(scope(inner))) };
}

/** A row whose key is none: it is found nowhere. */
const emptyRow = { line: 1, hash: "", orderedAt: "2026-11-01T00:00:00.000Z", businessDay: null, values: [] };

const buyer = "0190f0e2-0000-7000-8000-00000000000a";

/** A life of loads: merged, gapped, quarantined, replayed, refused, taken up again, staged side by side, reconciled, their marts built twice. */
async function live(database: Database): Promise<void> {
  const rows = stagedOrders([1, 2, 3].map((id) => ({ id, at: id, total: "1.00" })));
  const misfit = [{ line: 2, misfit: { column: "total", rule: "empty" }, sealed: null, pid: null }] as const;
  await loadOrders(database, "01A", [{ id: 9, at: 1, total: "1.00", person: buyer }]);
  await loadLines(database, "01B", [{ id: 1, orderId: 9, at: 1, total: "1.00" }]);
  await openLoad(database, "01C", 3);
  await database.stageBatch(orders, "01C", 1, [...rows.slice(0, 1), ...rows.slice(2)]);
  await database.quarantineBatch(orders, "01C", 1, misfit);
  await database.stagedThrough(orders, "01C", 1);
  await database.refuseLoad("01C", "a.b");
  await Promise.all([database.markBeforeRefused("orders"), database.quarantined()]);
  await database.reopenLoad("01C");
  await database.stageBatch(orders, "01C", 1, [...rows.slice(0, 1), ...rows.slice(2)]);
  await database.mergeSlice(orders, "01C", { part: 1, from: 1, to: 3 });
  // Another load's lines are on their way: those of this one are let go alone.
  await openLoad(database, "01E", 1);
  await database.stageBatch(orders, "01E", 1, rows.slice(0, 1));
  await database.finishLoad(orders, "01C", null);
  await database.nextQuarantined({ table: "orders", loadId: null, after: null });
  await Promise.all([database.claimQuarantined("01C", "01D"), database.openLoads(), database.knownLoads(["01A"])]);
  for (const mart of graph.spec.marts)
    for (const days of [undefined, ["2026-11-01"]]) await database.buildMart(mart, days);
  // A mart without a query: the attempt fails, and is kept.
  const [mart] = graph.spec.marts;
  if (mart !== undefined) await database.buildMart({ ...mart, key: "gone" }, ["2026-11-01"]).catch(() => undefined);
  const listed = async function* () {
    yield ["1", "3"];
  };
  await database.reconcileIds(orders, listed(), {
    maxShare: 1,
    asOf: "2026-11-02T00:00:00Z",
    after: { loadId: "01C", whole: false },
  });
}

async function operate(database: Database): Promise<void> {
  const pids = [buyer];
  const reads = [personRows(orders, buyer), personSealed(orders, buyer), personMisfits(buyer)];
  for (const read of [...reads, indexedValues(people, pids), mergedRecords(members, pids)])
    if (read !== undefined) await database.read(read);
  await database.hidePeople(pids);
  await database.erasePeople(1, pids);
  await database.countPeople(pids);
  await database.partFacts(pids);
  await database.partLoaded(orders);
  await database.countFacts(pids);
  for (const table of [people, orders]) await database.purgeErased(table);
  await database.showPeople(pids);
  await database.erasedThrough();
  await database.keepEntry({ seq: 1, mac: "00" });
  await database.lastEntry();
  const value = { column: "comment", keys: { id: 1 }, was: Buffer.alloc(1), now: Buffer.alloc(1) };
  await database.resealRows(orders, [value]);
  await database.resealMisfits([{ loadId: "01D", part: 1, line: 1, was: "a", now: "b" }]);
  await database.saveMirror({
    asset: "orders",
    landedThrough: null,
    loadedThrough: null,
    fence: 1,
    materialisationId: null,
    materialisedAt: null,
    rows: 0,
  });
  await database.mirror("orders");
  await database.mirrors();
  const startedAt = "2026-11-01T00:00:00Z";
  await keepRuns(database);
  await database.unapplied();
  // The double is an Azure SQL Database at first, then a managed instance.
  for (const _ of ["one", "the other"]) await database.logRate();
  await database.suitability();
  await database.alteredColumns();
  const request = { selection: "orders", from: "2026-11-01", to: null, windowMs: 1 };
  await database.beginBackfill({ id: "b", request, tracks: [], startedAt });
  await database.saveBackfill({ id: "b", state: "done", tracks: [], endedAt: startedAt });
  await database.backfill("b");
  await database.backfills();
  const tree = { says: "missing", holds: true, why: "it was never materialised" };
  await database.keepEvaluation({ asset: "orders", at: startedAt, run: null, tree });
  await database.evaluationAt("orders", startedAt);
  const incident = { id: "i", asset: "orders", health: "late", why: "w", openedAt: startedAt } as const;
  await database.keepIncident({ ...incident, closedAt: null, toldAt: null });
  await database.incidents(null);
  for (const table of graph.spec.tables) await database.compareStored(table, [emptyRow]);
  const nobody = { differing: 0, missing: 0, vanished: 0, restored: 0, missed: 0, rows: 0, load: null };
  const span = { at: startedAt, since: null, until: null, kind: "reread", state: "equal" } as const;
  await database.recordDrift({ id: "d", asset: "orders", ...span, ...nobody });
  await database.lastReread("orders");
  await database.drifts(null);
  const sensor = { name: "s", revision: 1, cursor: null, pause: null, polledAt: null, failures: 0, failure: null };
  await database.saveSensor(sensor, [{ key: "k", run: "r", at: startedAt }]);
  await database.sensors();
  await database.knownRunKeys("s", ["k"]);
  await database.sensorRuns("s");
  await database.setThrottle("default", { paused: true });
  await database.reserve("default", 1);
  const key = { id: "k", sha256: "0", label: "l", scopes: [], cidrs: [], consumer: "k", expiresAt: startedAt };
  await database.addApiKey(key);
  await database.findApiKey("k");
  await database.apiKeys();
  await database.endApiKey("k", startedAt);
  await operateByHand(database);
  await deploy(database);
  await database.read(storedCounts(graph.assets));
  await database.read(refusedLoads);
  for (const table of graph.spec.tables) await database.read(storedRows(table));
  await database.checkTable(orders, "run/1", startedAt);
  await database.lastResults("orders");
  for (const { counts, due } of sampleDeployment.retentions) {
    await database.read(counts("2023-11-01"));
    await database.read(due("2023-11-01", "00000000-0000-0000-0000-000000000000", duePage));
  }
  for (const read of [lastChecks, quarantineCounts, assetControls, openIncidents, failedSteps])
    await database.read(read);
  await database.read(recentLoads(startedAt));
  await database.read(checkTrend("orders"));
}

/** A deployment, and what the plan of the next one asks. */
async function deploy(database: Database): Promise<void> {
  await database.saveDeployed(declaredGraph(graph.spec));
  await database.lastDeployed();
  await database.read(landedSizes);
  await database.read(lastBuilds(graph.spec.marts.map(({ key }) => key)));
  await database.read(storedTables);
  for (const mart of sampleDeployment.graph.spec.marts) {
    await database.read(partitionSpan(mart));
    await database.read(failedPartitions(mart));
    await database.read(partitionRows(mart, { from: "2026-01-01", to: "2026-02-01" }));
    await database.read(stalePartitions(mart, { from: "2026-01-01", to: "2026-02-01" }));
  }
}

/** Changes made by hand, and what is asked of them. */
async function operateByHand(database: Database): Promise<void> {
  const by = { id: "a", at: "2026-11-01T00:00:00Z", who: "Ada Exemple", why: "a trial" };
  const control = { revision: 1, pause: null, hand: null };
  await database.recordAudit(
    { ...by, what: "asset.resume", subject: "orders", oldValue: null, newValue: null },
    { asset: "orders", landedThrough: null, fence: 1, control },
  );
  await Promise.all([database.audits(null), database.individualAnswers(), database.sourceRates()]);
  await database.assetControl("orders");
  await database.materialisations("orders");
  await database.changeThrottle({ paused: false }, { ...by, id: "b" });
  await database.setSourceRate({ source: "shop", requestsPerSecond: 2 }, { ...by, id: "c" });
  await Promise.all([database.pauseSource({ source: "shop", ms: 1 }), database.sourcePauses()]);
}

/** What the double says it is, each time it is asked: an Azure SQL Database, then a managed instance. */
const editions = [5, 8];

/** What both say of their tier; undefined for anything else. */
function azure(text: string): TdsAnswer | undefined {
  if (text.includes("ProductMajorVersion")) return undefined;
  if (text.includes("EngineEdition")) return { rows: [{ edition: editions.shift() ?? 0 }] };
  if (text.includes("resource_governance")) return { rows: [{ bytesPerSecond: 4_718_592 }] };
  return text.includes("dm_db_resource_stats") ? { rows: [{ percent: 1.5 }] } : undefined;
}

test.each(["postgres", "mssql"] as const)("every statement of %s has a name of its own and a text", async (dialect) => {
  const statements = await namedStatements(dialect, sampleDeployment);
  const names = statements.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(statements.filter(({ text }) => text.trim() === "")).toEqual([]);
});

/** Named, and not of the life that is lived here. */
const others = /^(grant|kpi|migration)\/|\/(lines|members|people|places)\//;

describe("on PostgreSQL", () => {
  const sent = new Set<string>();
  let named: ReadonlyMap<string, string>;
  let database: Database;
  beforeAll(async () => {
    database = databaseOn(recorded(await openSession({ memory: true }), sent), sampleDeployment);
    named = new Map((await namedStatements("postgres", sampleDeployment)).map(({ name, text }) => [text.trim(), name]));
    await database.migrate();
    await live(database);
    await operate(database);
    const store = sqlIdentityStore(recorded(await openSession({ memory: true }), sent));
    await identify(store).finally(() => store.close());
  });
  afterAll(() => database.close());

  test("whatever is sent in a life of loads has a name", () => {
    expect([...sent].filter((text) => !named.has(text))).toEqual([]);
  });

  test("whatever the engine and the table of orders have a name for is sent in such a life", () => {
    const unsent = [...named].filter(([text, name]) => !sent.has(text) && !others.test(name));
    expect(unsent.map(([, name]) => name)).toEqual([]);
  });
});

describe.skipIf(noPostgres !== undefined)(
  `in T-SQL${noPostgres === undefined ? "" : ` (skipped: the double needs PostgreSQL: ${noPostgres})`}`,
  () => {
    const sent = new Set<string>();
    let named: ReadonlyMap<string, string>;
    let double: TestMssql;
    beforeAll(async () => {
      double = await mssqlDouble((arrival) => {
        const [text] = "text" in arrival ? [arrival.text.trim()] : [];
        // The driver's own: what it sets for a session.
        if (text !== undefined && !/^set (?!nocount)/.test(text)) sent.add(text);
        const instead = azure(text ?? "");
        return instead === undefined ? {} : { instead };
      });
      const database = await openDatabase({ url: double.url }, sampleDeployment);
      named = new Map((await namedStatements("mssql", sampleDeployment)).map(({ name, text }) => [text.trim(), name]));
      await database.migrate();
      await live(database);
      await operate(database);
      await database.close();
      const store = await openIdentityStore({ url: double.url });
      await identify(store).finally(() => store.close());
    });
    afterAll(() => double.stop());

    test("whatever is sent in a life of loads has a name", () => {
      expect([...sent].filter((text) => !named.has(text))).toEqual([]);
    });

    test("whatever the engine and the table of orders have a name for is sent in such a life", () => {
      const unsent = [...named].filter(([text, name]) => !sent.has(text) && !others.test(name));
      expect(unsent.map(([, name]) => name)).toEqual([]);
    });

    test("the engine's names stand in brackets: `load` is a word of T-SQL", () => {
      const bare = [...named].filter(([text]) => /(?<![\w.'[])(?:sillage|identity)\.|\.load\b/.test(text));
      expect(bare.map(([, name]) => name)).toEqual([]);
    });

    test("no statement merges in one word, and none has more than ten parameters, whatever it carries", () => {
      for (const [text, name] of named) {
        expect(text, name).not.toMatch(/\bmerge\s+(?:into\s+)?\[/i);
        if (name.startsWith("kpi/")) continue;
        for (const [, place] of text.matchAll(/@p(\d+)/g)) expect(Number(place), name).toBeLessThanOrEqual(10);
      }
    });
  },
);
