import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { SillageError } from "../core/errors.ts";
import type { ApiRecord, LandedRow } from "../core/landed-row.ts";
import { storedOrders } from "../test/contracts/sample-orders.ts";
import { ingestLoad } from "../test/harness/ingest-load.ts";
import { testIngestion, testNow, type TestIngestion } from "../test/harness/ingestion.ts";
import { replayingAs } from "../test/harness/replaying-as.ts";
import { runActivity } from "../test/harness/run-activity.ts";
import { createReplayQuarantine } from "./replay-quarantine.ts";

let bench: TestIngestion;
beforeAll(async () => {
  bench = await testIngestion();
});
beforeEach(() => bench.database.query('truncate "open".orders, "staging".orders, sillage.quarantine'));
afterAll(() => bench.database.close());

let serial = 0;
const newId = (): string => `01K${String(++serial).padStart(23, "0")}`;
/** An order that does not fit as it was declared, of a person or of nobody. */
const order = (id: number, person: number | null, total = "12,50"): ApiRecord => ({
  id,
  person_id: person,
  comment: null,
  total,
  ordered_at: "2026-11-23T12:00:00Z",
  updated_at: "2026-11-23T12:00:00Z",
});
const of = { table: "orders", loadId: null, after: null };
const ingest = (manifestKey = "") => ingestLoad(bench.deps, { manifestKey, misfits: "judged" });
const replay = () => replayingAs(bench.deps, "mended");

/** Bring in what waits, as one load. */
async function replayed() {
  const load = await runActivity(replay().sealQuarantined, of);
  return ingest(load?.manifestKey);
}

/** File a request about the person of a landed row; answers its id and their pseudonym. */
async function filed(row: LandedRow | undefined) {
  const [id, pid] = [newId(), String(row?.["_p"])];
  const subject = await bench.identity.findByPid(pid);
  await bench.identity.fileRequest(id, testNow, [subject?.lookup ?? ""]);
  return { id, pid };
}

test("rows of people erased since, and of those erased before they came, are accounted for as erased, and hold back no other", async () => {
  const before = await bench.seal("orders", [order(3, 7)]);
  const { id } = await filed(before[0]);
  await bench.identity.blankRequest(id, testNow);
  const after = await bench.seal("orders", [order(4, 7)]);
  expect(after).toEqual([{ _misfit: { column: "total", rule: "decimal" } }]);
  const { key } = await bench.land({
    loadId: newId(),
    parts: [before, after, await bench.seal("orders", [order(5, null, "14,50")])],
  });
  await ingest(key);
  expect(await replayed()).toMatchObject({ merged: 1, erased: 2, quarantined: 0 });
  expect(await bench.database.quarantined("orders")).toEqual([]);
});

test("rows whose pseudonym is nobody's any more are accounted for as erased", async () => {
  const rows = await bench.seal("orders", [order(3, 10)]);
  const { key } = await bench.land({ loadId: newId(), parts: [rows] });
  await ingest(key);
  const opener = {
    ...bench.deps.opener,
    openRecord: () => Promise.reject(new SillageError({ code: "pii.unknown-person", message: "m", fix: "f" })),
  };
  const { sealQuarantined } = createReplayQuarantine({ ...bench.deps, opener });
  const load = await runActivity(sealQuarantined, of);
  const done = await ingest(load?.manifestKey);
  expect(done).toMatchObject({ merged: 0, erased: 1 });
  expect(await bench.database.quarantined("orders")).toEqual([]);
});

test("rows of restricted people wait where they are until the restriction is lifted, and hold back no other", async () => {
  const theirs = await bench.seal("orders", [order(3, 8)]);
  const { id, pid } = await filed(theirs[0]);
  const loadId = newId();
  const { key } = await bench.land({ loadId, parts: [theirs, await bench.seal("orders", [order(4, null)])] });
  await ingest(key);
  await bench.identity.restrictRequest(id, testNow);
  await bench.database.hidePeople([pid]);
  expect(await replayed()).toMatchObject({ merged: 1, quarantined: 0 });
  expect(await bench.database.quarantined("orders")).toMatchObject([{ loadId, part: 1, line: 1 }]);
  expect(await runActivity(replay().sealQuarantined, of)).toBeNull();
  await bench.identity.restrictRequest(id, null);
  await bench.database.showPeople([pid]);
  expect(await replayed()).toMatchObject({ merged: 1, quarantined: 0 });
});

test("a row of a person who is restricted while it is on its way stays one that does not fit, as it was sealed", async () => {
  const theirs = await bench.seal("orders", [order(3, 9)]);
  const { id } = await filed(theirs[0]);
  const { key } = await bench.land({
    loadId: newId(),
    parts: [[...theirs, ...(await bench.seal("orders", [order(4, null)]))]],
  });
  await ingest(key);
  await bench.identity.restrictRequest(id, testNow);
  const load = await runActivity(replay().sealQuarantined, of);
  expect(await ingest(load?.manifestKey)).toMatchObject({
    merged: 1,
    quarantined: 1,
  });
  await bench.identity.restrictRequest(id, null);
  expect(await replayed()).toMatchObject({ merged: 1, quarantined: 0 });
  expect(await storedOrders(bench.database)).toEqual({ 3: "12.50", 4: "12.50" });
});
