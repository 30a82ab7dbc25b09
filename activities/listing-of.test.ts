import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { LandedRow } from "../core/landed-row.ts";
import { memoryAssetEntities } from "../test/fakes/memory-asset-entities.ts";
import { testIngestion, type TestIngestion } from "../test/harness/ingestion.ts";
import { runActivity } from "../test/harness/run-activity.ts";
import { createFinishLoad } from "./finish-load.ts";
import { createMergePart } from "./merge-part.ts";
import { createOpenLoad } from "./open-load.ts";
import { createReconcileIds } from "./reconcile-ids.ts";
import { createStagePart } from "./stage-part.ts";

let bench: TestIngestion;
beforeAll(async () => {
  bench = await testIngestion();
});
beforeEach(() => bench.database.query('truncate "open".places, "staging".places, sillage.quarantine'));
afterAll(() => bench.database.close());

let serial = 0;
/** Bring in one reading of the whole list, of the places that it names: begun at two of its day, opened half an hour later. */
async function read(...codes: readonly string[]): Promise<string> {
  const loadId = `01R${String(++serial).padStart(23, "0")}`;
  const t0 = new Date(Date.UTC(2026, 10, serial, 2)).toISOString();
  const parts: (readonly LandedRow[])[] = [];
  for (const code of codes) parts.push(await bench.seal("places", [{ code, name: `Exemple ${code}` }]));
  const { key } = await bench.land({ loadId, table: "places", t0, parts, over: { pass: "full" } });
  const opened = await runActivity(createOpenLoad(bench.deps), { manifestKey: key });
  for (const part of opened.parts) {
    await runActivity(createStagePart(bench.deps), { manifestKey: key, ...part });
    await runActivity(createMergePart(bench.deps), { manifestKey: key, ...part });
  }
  await runActivity(createFinishLoad(bench.deps), { manifestKey: key });
  await openedAt(loadId, t0, 30);
  return loadId;
}

/** Tell the ledger that a load was opened minutes after an instant. */
const openedAt = (loadId: string, t0: string, minutes: number) =>
  bench.database.query("update sillage.load set opened_at = $2 where load_id = $1", [
    loadId,
    new Date(Date.parse(t0) + minutes * 60_000).toISOString(),
  ]);

const stored = async () =>
  (await bench.database.query('select code from "open".places order by code')).map((row) => row["code"]);
const reconciled = (loadId: string, whole = true) =>
  runActivity(
    createReconcileIds({
      ...bench.deps,
      entities: memoryAssetEntities(),
      reader: {
        pages: () => {
          throw new Error("nothing is read");
        },
        ids: () => {
          throw new Error("no ids are listed");
        },
      },
    }),
    { table: "places", after: { loadId, whole }, parts: ["ids"] },
  );

test("rows that a list which is read whole lacks have vanished, where the source lists no ids", async () => {
  await read("1", "2", "3", "4");
  expect(await reconciled(await read("1", "2", "4"))).toMatchObject({ vanished: 1, absent: 0 });
  expect(await stored()).toEqual(["1", "2", "4"]);
});

test("rows that another load brought while the list was read stay until the next one", async () => {
  await read("1", "2", "3");
  const other = await read("1", "2", "3", "4");
  const whole = await read("1", "2", "3");
  const begun = new Date(Date.UTC(2026, 10, serial, 2)).toISOString();
  for (const minutes of [10, -4]) {
    await openedAt(other, begun, minutes);
    expect(await reconciled(whole)).toMatchObject({ vanished: 0 });
  }
  await openedAt(other, begun, -6);
  expect(await reconciled(whole)).toMatchObject({ vanished: 1 });
  expect(await stored()).toEqual(["1", "2", "3"]);
});

test("a reading that was not whole, or that holds rows whose keys nobody can read, takes nothing away", async () => {
  await read("1", "2", "3", "4");
  expect(await reconciled(await read("1", "2", "4"), false)).toMatchObject({ vanished: 0 });
  expect(await reconciled(await read("1", "2", "too long"))).toMatchObject({ vanished: 0 });
  expect(await stored()).toEqual(["1", "2", "3", "4"]);
});

test("a list that lacks more rows than is believed takes nothing away", async () => {
  await read("1", "2", "3", "4");
  await expect(reconciled(await read("1"))).rejects.toMatchObject({ code: "reconcile.too-many-vanished" });
  await expect(reconciled(await read())).rejects.toMatchObject({ code: "reconcile.empty-listing" });
  expect(await stored()).toEqual(["1", "2", "3", "4"]);
});
