import { expect, test } from "vitest";
import type { Track } from "../../core/backfill/track.ts";
import type { BackfillPort } from "../../core/ports/backfills.ts";

/** A track of so many windows, none of them done. */
const track = (asset: string): Track => ({
  asset,
  kind: "mart",
  source: null,
  after: [],
  cut: { kind: "days", from: "2026-01-01", to: "2026-01-11", days: 1 },
  windows: 10,
  todo: "0-9",
  failed: "",
  skipped: "",
  cancelled: "",
  rows: 0,
});
const request = { selection: "orders", from: "2026-01-01", to: "2026-01-11", windowMs: 86_400_000 };
const startedAt = "2026-11-25T02:15:00.000Z";
const begun = (id: string, ...assets: readonly string[]) => ({ id, request, tracks: assets.map(track), startedAt });

/** What whoever keeps backfills promises. */
export function databaseBackfillsContract(given: () => BackfillPort): void {
  test("a backfill is written down as running, kept as it stands, and read again", async () => {
    const database = given();
    expect(await database.beginBackfill(begun("backfill/1", "orders"))).toEqual([]);
    expect(await database.backfill("backfill/1")).toEqual({
      ...begun("backfill/1", "orders"),
      state: "running",
      endedAt: null,
    });
    const tracks = [{ ...track("orders"), todo: "", failed: "3,5-7" }];
    const endedAt = "2026-11-25T03:15:00.123Z";
    await database.saveBackfill({ id: "backfill/1", state: "failed", tracks, endedAt });
    expect(await database.backfill("backfill/1")).toMatchObject({ state: "failed", tracks, endedAt });
    expect(await database.backfill("backfill/none")).toBeUndefined();
  });

  test("what a backfill is asked is kept as it was told last: when it is kept, or begins again", async () => {
    const database = given();
    const asked = async () => (await database.backfill("backfill/1"))?.request;
    await database.beginBackfill(begun("backfill/1", "orders"));
    const stands = { id: "backfill/1", state: "running", tracks: [track("orders")], endedAt: null } as const;
    await database.saveBackfill({ ...stands, request: { ...request, concurrency: 2 } });
    expect(await asked()).toEqual({ ...request, concurrency: 2 });
    await database.saveBackfill({ ...stands, state: "failed", endedAt: startedAt });
    expect(await asked()).toEqual({ ...request, concurrency: 2 });
    await database.beginBackfill({ ...begun("backfill/1", "orders"), request: { ...request, concurrency: 8 } });
    expect(await asked()).toEqual({ ...request, concurrency: 8 });
  });

  test("two of one asset never run at once, of two that begin together one is refused and told who was first", async () => {
    const database = given();
    const answers = await Promise.all([
      database.beginBackfill(begun("backfill/1", "orders", "lines")),
      database.beginBackfill(begun("backfill/2", "lines")),
    ]);
    const first = answers[0].length === 0 ? "backfill/1" : "backfill/2";
    expect(answers.toSorted((left, right) => left.length - right.length)).toEqual([
      [],
      [{ asset: "lines", by: first }],
    ]);
    expect(await database.beginBackfill(begun("backfill/3", "others"))).toEqual([]);
    expect((await database.backfills()).map(({ id }) => id)).toEqual(["backfill/3", first]);
  });

  test("one that has ended holds nothing, and begins again under its id with what failed", async () => {
    const database = given();
    await database.beginBackfill(begun("backfill/1", "orders"));
    await database.saveBackfill({ id: "backfill/1", state: "failed", tracks: [track("orders")], endedAt: startedAt });
    expect(await database.beginBackfill(begun("backfill/2", "orders"))).toEqual([]);
    await database.saveBackfill({ id: "backfill/2", state: "done", tracks: [track("orders")], endedAt: startedAt });
    const again = [{ ...track("orders"), todo: "3" }];
    expect(await database.beginBackfill({ ...begun("backfill/1"), tracks: again })).toEqual([]);
    expect(await database.backfill("backfill/1")).toMatchObject({ state: "running", tracks: again, endedAt: null });
  });
}
