import { afterAll, beforeAll, expect, test } from "vitest";
import type { Row, TableName } from "../../dev/ponton/row.ts";
import type { DriftRecord } from "../../core/ports/drift.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import type { AssetView } from "../../workflows/contracts/state.ts";
import { begunDemo } from "../harness/begun-demo.ts";
import { until, type TestDemo } from "../harness/demo.ts";
import { startLine } from "../harness/run-command.ts";

let night: TestDemo;
beforeAll(async () => {
  // A round a night: all of history is read again each time.
  night = await begunDemo({ DRIFT_NIGHTS: "1", DRIFT_MAX_SHARE: "0.1" });
});
afterAll(() => night.stop());

/** Change rows that a table's passes have read, as a vendor that loses the update's stamp: their `updated_at` stays. */
function changeSilently(table: TableName, count: number, fields: Row): void {
  const shelf = night.demo.ponton.world.shelf(table);
  for (const row of [...shelf.sorted()].slice(0, count)) shelf.put({ ...row, ...fields });
}

async function drifts(): Promise<readonly DriftRecord[]> {
  const { stdout } = await startLine(`npm run -s sillage -- drift list --json --data-dir ${night.dataDir}`).ended;
  return JSON.parse(stdout);
}
const healthOf = async (asset: string) =>
  (await night.demo.client.workflow.getHandle(workflowId.asset(asset)).query<AssetView>("getCursor")).health;

test("what a vendor changes without telling is found by reading history again, and merged", async () => {
  changeSilently("bookings", 3, { cancel_reason: "lost" });
  changeSilently("clients", 2, { language: "zz" });
  expect((await night.unequal()).map(({ table }) => table).toSorted()).toEqual(["bookings", "clients"]);
  await night.advance(24);
  await night.run("nightly");
  expect((await night.unequal()).map(({ table }) => table).toSorted()).toEqual(["bookings", "clients"]);
  const again = await night.run("drift");
  expect(again.steps.find(({ asset }) => asset === "bookings")?.detail).toContain(
    "3 differed and 0 were missing in history read again",
  );
  expect(await night.unequal()).toEqual([]);
  const found = (await drifts()).filter(({ differing }) => differing > 0);
  expect(
    new Set(found.map(({ asset, differing, missing, state }) => `${asset} ${differing} ${missing} ${state}`)),
  ).toEqual(new Set(["bookings 3 0 merged", "clients 2 0 merged"]));
});

test("a vendor of which too much differs is refused, the table's health fails, and nothing is merged until it is right again", async () => {
  const shelf = night.demo.ponton.world.shelf("bookings");
  const right = [...shelf.sorted()];
  changeSilently("bookings", right.length, { cancel_reason: "nonsense" });
  await night.advance(24);
  await night.run("nightly", { selection: "bookings and kind:table" });
  await expect(night.run("drift", { selection: "bookings and kind:table" })).rejects.toThrow(
    /bookings: Of \d+ rows of bookings that were read again, \d+ differ/,
  );
  expect(await healthOf("bookings")).toBe("failing");
  expect((await drifts()).find(({ asset }) => asset === "bookings")).toMatchObject({
    kind: "reread",
    state: "refused",
  });
  for (const row of right)
    shelf.put({ ...(shelf.get(String(row["id"])) ?? row), cancel_reason: row["cancel_reason"] ?? null });
  await night.advance(24);
  await night.run("nightly");
  expect(await healthOf("bookings")).toBe("failing");
  await night.run("drift");
  expect(await healthOf("bookings")).not.toBe("failing");
  expect(await night.unequal()).toEqual([]);
});

test("a comparison of ids that failed leaves the table failing until one goes well, without a pass between", async () => {
  await night.fault([{ table: "ids/clients", kind: "403" }]);
  const compare = () => night.run("reconcile", { selection: "clients and kind:table" });
  await expect(compare()).rejects.toThrow(/clients: .*(refuses|forbid|access)/i);
  await until("the table is failing", async () => (await healthOf("clients")) === "failing");
  await compare();
  await until("the table is well", async () => (await healthOf("clients")) !== "failing");
});

test("the reading of history and the comparison of ids are jobs with schedules of their own", async () => {
  const schedules = new Set<string>();
  for await (const { scheduleId } of night.demo.client.schedule.list()) schedules.add(scheduleId);
  expect([...schedules].toSorted()).toEqual(expect.arrayContaining(["drift", "nightly", "reconcile"]));
  const ids = await night.run("reconcile");
  expect(ids.steps.find(({ asset }) => asset === "clients")?.detail).toMatch(/^ids compared/);
});
