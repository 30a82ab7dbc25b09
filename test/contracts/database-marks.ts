import { beforeEach, expect, test } from "vitest";
import type { Mark } from "../../core/manifest.ts";
import type { Database, LoadState } from "../../core/ports/database.ts";
import { openLoad, sampleTable } from "./sample-orders.ts";

const people = sampleTable("people");

/** An instant of a made-up night. */
const at = (night: number): string => `2026-11-${String(night).padStart(2, "0")}T02:00:00.000Z`;
/** What the pass of a night claims that started from the mark of the one before. */
const nightly = (night: number) => ({
  completeThrough: at(night),
  from: { watermark: at(night - 1) },
  to: { watermark: at(night) },
});
const whole = (night: number) => ({ ...nightly(night), from: null });

/** What is promised of the loaded mark: it never tells of rows that are in no merged load. */
export function databaseMarksContract(current: () => Database): void {
  let serial = 0;
  const loadId = (): string => `01G${String(++serial).padStart(23, "0")}`;
  const opened = async (): Promise<string> => {
    const id = loadId();
    await openLoad(current(), id, 0, "people");
    return id;
  };
  const finish = (id: string, claim: Parameters<Database["finishLoad"]>[2]): Promise<LoadState> =>
    current().finishLoad(people, id, claim);
  const loaded = async (claim: Parameters<Database["finishLoad"]>[2]): Promise<void> => {
    await finish(await opened(), claim);
  };
  const mark = async (): Promise<string | null> => (await current().mirror("people"))?.loadedThrough ?? null;

  beforeEach(async () => {
    await current().query(`delete from "sillage"."load" where table_key = 'people'`);
    await current().query("delete from sillage.asset_state where asset = 'people'");
  });

  test("a load merged behind a refused one moves no mark, until the refused one is taken up and merged", async () => {
    await loaded(whole(1));
    const refused = await opened();
    await current().refuseLoad(refused, "load.over-budget");
    await loaded(nightly(3));
    await loaded(nightly(4));
    expect(await mark()).toBe(at(1));
    await current().reopenLoad(refused);
    expect(await mark()).toBe(at(1));
    await finish(refused, nightly(2));
    expect(await mark()).toBe(at(4));
  });

  test("a load that is still open holds the mark of a later one, whichever of them ends first", async () => {
    await loaded(whole(1));
    const [first, second, third] = [await opened(), await opened(), await opened()];
    await finish(third, nightly(4));
    expect(await mark()).toBe(at(1));
    await finish(first, nightly(2));
    expect(await mark()).toBe(at(2));
    await finish(second, nightly(3));
    expect(await mark()).toBe(at(4));
  });

  test("what was reached without a gap is told once a load was refused for what was landed; a pass from there closes the gap", async () => {
    const told = () => current().markBeforeRefused("people");
    const backfilled = loadId();
    const manifest = { table: "people", manifestKey: `m/${backfilled}`, manifestEtag: "e", expected: 0, bytes: 9 };
    await current().openLoad({ ...manifest, loadId: backfilled, origin: "backfill" });
    await current().refuseLoad(backfilled, "store.missing");
    await current().refuseLoad(await opened(), "load.over-budget");
    await loaded(whole(1));
    expect(await told()).toBeUndefined();
    await current().refuseLoad(await opened(), "store.missing");
    await loaded(nightly(3));
    expect([await told(), await mark()]).toEqual([{ watermark: at(1) }, at(1)]);
    await loaded({ ...nightly(4), from: { watermark: at(1) } });
    expect([await told(), await mark()]).toEqual([undefined, at(4)]);
    expect(await current().markBeforeRefused("lines")).toBeUndefined();
    await current().refuseLoad(await opened(), "load.over-budget");
    await loaded(nightly(6));
    expect([await told(), await mark()]).toEqual([undefined, at(4)]);
    await current().refuseLoad(await opened(), "load.altered");
    expect(await told()).toEqual({ watermark: at(4) });
    // A pass that is not verified claims nothing, and closes nothing.
    await loaded(null);
    expect(await told()).toEqual({ watermark: at(4) });
  });

  test("a pass that read everything closes what a refused load left open", async () => {
    await loaded(whole(1));
    await current().refuseLoad(await opened(), "load.over-budget");
    await loaded(nightly(3));
    await loaded(whole(5));
    await loaded(nightly(6));
    expect(await mark()).toBe(at(6));
  });

  test("a table whose first load was refused is not complete up to any instant, whatever was merged since", async () => {
    await current().refuseLoad(await opened(), "load.over-budget");
    await loaded(nightly(2));
    expect(await mark()).toBeNull();
    await loaded(null);
    expect(await mark()).toBeNull();
  });

  test("marks of versions hold each other as instants do", async () => {
    const versions = (night: number, from: Mark, version: string) => ({ ...nightly(night), from, to: { version } });
    await loaded({ ...whole(1), to: { version: "9" } });
    await loaded(versions(3, { version: "10" }, "11"));
    expect(await mark()).toBe(at(1));
    await loaded(versions(2, { version: "9" }, "10"));
    expect(await mark()).toBe(at(3));
  });

  test("a pass soon after one that read everything claims less, and holds no later one", async () => {
    await loaded(whole(3));
    await loaded({ ...nightly(4), completeThrough: at(2) });
    expect(await mark()).toBe(at(3));
    await loaded(nightly(5));
    expect(await mark()).toBe(at(5));
  });

  test.each(["foreign", "backfill"] as const)("the mark never goes back, and a %s load moves none", async (origin) => {
    await loaded(whole(3));
    await loaded(whole(2));
    const id = loadId();
    const opening = { manifestKey: id, manifestEtag: "e", expected: 0, bytes: 0 };
    expect(await current().openLoad({ loadId: id, table: "people", origin, ...opening })).toMatchObject({ origin });
    await finish(id, whole(9));
    await loaded(nightly(4));
    expect(await mark()).toBe(at(4));
  });
}
