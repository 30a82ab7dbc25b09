import { afterEach, beforeEach, expect, test } from "vitest";
import type { ApiRecord } from "../core/landed-row.ts";
import { peopleDeployment } from "../test/fakes/people-deployment.ts";
import { testIngestion, type TestIngestion } from "../test/harness/ingestion.ts";
import { json, loopback } from "../test/harness/loopback.ts";
import { verifyTables, type TableVerdict } from "./verify-tables.ts";

let ingestion: TestIngestion;
beforeEach(async () => {
  ingestion = await testIngestion();
});
afterEach(() => ingestion.database.close());

/** The verdict on one table whose ledger holds these records. */
async function verdictOn(table: string, ledger: readonly ApiRecord[]): Promise<TableVerdict | undefined> {
  const url = await loopback((_, response, { pathname }) =>
    pathname === `/__sim/ledger/${table}` ? json(response, ledger) : json(response, {}, {}, 404),
  );
  const { deps, database, store, identity } = ingestion;
  const { sealer, opener, quarantine } = deps;
  const parts = { deployed: peopleDeployment, database, store, quarantine, sealer, opener, identity };
  return (await verifyTables(parts, url, "the-key"))[0];
}

const order = (id: number, total = "5.00"): ApiRecord => ({
  id,
  person_id: null,
  comment: null,
  total,
  ordered_at: "2026-11-24T01:00:00Z",
  updated_at: "2026-11-24T02:00:00Z",
});
const stored = (id: string) =>
  ingestion.database.query(
    `insert into "open".orders (id, total, ordered_at, updated_at, _hash, _ordered_at, _load, _part, _line)
     values ($1, 5, now(), now(), 'h', now(), '01J', 1, 1)`,
    [id],
  );

/** What people are looked up in. */
async function landPlaces(): Promise<void> {
  await ingestion.land({
    source: "shop",
    table: "places",
    loadId: "01JVERIFYTABLES00000000000",
    parts: [await ingestion.seal("places", [{ code: "59350", name: "Lille" }])],
  });
}

test("a row of the ledger that does not fit and is not stored is missing", async () => {
  expect(await verdictOn("orders", [order(1, "12,50")])).toEqual({
    table: "orders",
    equal: false,
    expected: 1,
    erased: 0,
    stored: 0,
    missing: 1,
    surplus: 0,
    different: 0,
  });
});

test("one that does not fit any more differs from the version of it that is stored", async () => {
  await stored("1");
  const verdict = await verdictOn("orders", [order(1, "12,50")]);
  expect(verdict).toMatchObject({ equal: false, stored: 1, missing: 0, surplus: 0, different: 1 });
});

test("one whose key is what does not fit is missing, each by itself", async () => {
  const places = [{ code: "5935 ", name: "Lille" }, { code: "5936 ", name: "Lille" }, { name: "Lille" }];
  expect(await verdictOn("places", places)).toMatchObject({ equal: false, expected: 3, missing: 3 });
});

test("a person who does not fit is missing under the pseudonym", async () => {
  await landPlaces();
  const person = { last_name: "Exemple", points: "many", updated_at: "2026-11-24T02:00:00Z" };
  const verdict = await verdictOn("people", [
    { id: 7, ...person },
    { id: 8, ...person },
  ]);
  expect(verdict).toMatchObject({ equal: false, expected: 2, missing: 2, surplus: 0 });
});

test("a fact about somebody who was erased equals under the orphan pseudonym and under nobody's, and under no other; the person's own row is counted as erased", async () => {
  const fact = { ...order(1), person_id: 7 };
  const [landed] = await ingestion.seal("orders", [fact]);
  const pid = String(landed?.["personId"]);
  const put = (person: string) =>
    ingestion.database.query(
      `insert into "open".orders (id, person_id, total, ordered_at, updated_at, _hash, _ordered_at, _load, _part, _line)
       values (1, $1, 5, '2026-11-24T01:00:00Z', '2026-11-24T02:00:00Z', 'h', now(), '01J', 1, 1)
       on conflict (id) do update set person_id = excluded.person_id`,
      [person],
    );
  await put(pid);
  expect(await verdictOn("orders", [fact])).toMatchObject({ equal: false, different: 1 });
  await ingestion.identity.addErased(1, [pid], "2026-11-24T03:00:00Z");
  expect(await verdictOn("orders", [fact])).toMatchObject({ equal: true, stored: 1 });
  expect(await verdictOn("orders", [{ ...fact, total: "6.00" }])).toMatchObject({ different: 1 });
  await put("00000000-0000-0000-0000-000000000000");
  expect(await verdictOn("orders", [fact])).toMatchObject({ equal: true });
  await put("00000000-0000-4000-8000-000000000009");
  expect(await verdictOn("orders", [fact])).toMatchObject({ different: 1 });
  await landPlaces();
  const person = { id: 7, last_name: "Exemple", updated_at: "2026-11-24T02:00:00Z" };
  expect(await verdictOn("people", [person])).toMatchObject({ equal: true, expected: 0, erased: 1 });
});
