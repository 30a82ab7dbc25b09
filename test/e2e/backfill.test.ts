import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { awaitBackfill, startBackfill } from "../../cli/backfill/start-backfill.ts";
import { explainNow } from "../../cli/explain/explain-asset.ts";
import { awaitRun } from "../../cli/run-job.ts";
import { union } from "../../core/backfill/ranges.ts";
import type { BackfillRecord, Track } from "../../core/backfill/track.ts";
import type { AssetMirror } from "../../core/ports/database.ts";
import type { BackfillInput, BackfillProgress } from "../../workflows/contracts/backfills.ts";
import { begunDemo } from "../harness/begun-demo.ts";
import { until, type TestDemo } from "../harness/demo.ts";
import { startLine } from "../harness/run-command.ts";
import { noTemporal } from "../harness/temporal.ts";

const by = { who: "Ada Exemple", why: "a trial" };

const dayMs = 86_400_000;

describe.skipIf(noTemporal !== undefined)("a backfill on real servers", () => {
  let night: TestDemo;
  beforeAll(async () => {
    night = await begunDemo();
  });
  afterAll(() => night.stop());

  const start = (selection: string, over: Partial<BackfillInput> = {}): Promise<string> =>
    startBackfill(night.demo.client, {
      request: { selection, from: "2023-01-01", to: null, windowMs: 14 * dayMs },
      concurrency: 1,
      queue: false,
      retry: false,
      ingestion: night.demo.ingestion,
      ...over,
    });
  const handle = (id: string) => night.demo.client.workflow.getHandle(id);
  const progress = (id: string) => handle(id).query<BackfillProgress>("progress");
  const windowsDone = async (id: string) => (await progress(id)).tracks.reduce((sum, { done }) => sum + done, 0);
  const marks = async () =>
    (await night.demo.control<readonly AssetMirror[]>("mirrors")).map(({ asset, landedThrough, loadedThrough }) => [
      asset,
      landedThrough,
      loadedThrough,
    ]);
  const command = async (line: string): Promise<unknown> =>
    JSON.parse(
      (await startLine(`npm run -s sillage -- backfill ${line} --json --data-dir ${night.dataDir}`).ended).stdout,
    );

  test("brings lost rows of two tables back while it is paused, widened and resumed, and moves no mark", async () => {
    for (const table of ["bookings", "orders"]) await night.demo.control("query", `delete from "open".${table}`, []);
    expect((await night.unequal()).map(({ table }) => table).toSorted()).toEqual(["bookings", "orders"]);
    const before = await marks();
    const id = await start("bookings or orders");
    await until("two windows are done", async () => (await windowsDone(id)) >= 2);
    await handle(id).signal("pause", by);
    await until("it stands", async () => {
      const { phase, tracks } = await progress(id);
      return phase === "paused" && tracks.every(({ inWork }) => inWork === 0);
    });
    await handle(id).signal("setConcurrency", { ...by, concurrency: 4 });
    await handle(id).signal("resume", by);
    await until("four are in work", async () => (await progress(id)).tracks.some(({ inWork }) => inWork === 4));
    const { state, tracks } = await awaitBackfill(night.demo.client, id);
    expect(state).toBe("done");
    expect(tracks.map(({ asset, done, windows }) => [asset, done === windows])).toEqual([
      ["bookings", true],
      ["orders", true],
    ]);
    expect(await night.unequal()).toEqual([]);
    expect(await marks()).toEqual(before);
  });

  test("one that is cancelled leaves the tables equal to the vendor's ledger, and so does the night after it", async () => {
    const id = await start("bookings", { concurrency: 2 });
    await until("two windows are done", async () => (await windowsDone(id)) >= 2);
    await handle(id).signal("cancel", by);
    const { state, tracks } = await awaitBackfill(night.demo.client, id);
    expect(state).toBe("cancelled");
    expect(tracks[0]).toMatchObject({ failed: 0, inWork: 0 });
    expect(tracks[0]?.cancelled).toBeGreaterThan(0);
    expect(await night.unequal()).toEqual([]);
    await night.advance(24);
    await night.run("nightly");
    expect(await night.unequal()).toEqual([]);
    expect(await command("list")).toMatchObject([{ id, state: "cancelled" }, { state: "done" }]);
    expect(await command(`status ${id}`)).toMatchObject({ phase: "ended", tracks: [{ asset: "bookings" }] });
  });

  test("paused, changed, resumed and cancelled over an empty table it leaves each window whole or not there, and a second one ends equal to the vendor's ledger", async () => {
    const rows = () =>
      night.demo.control<readonly { readonly id: unknown; readonly at: number }[]>(
        "query",
        'select id, extract(epoch from updated_at)::float8 * 1000 as at from "open".bookings',
        [],
      );
    // Forty windows over the time that has rows: each of them counts.
    const instants = (await rows()).map(({ at }) => at);
    const [oldest, newest] = [Math.min(...instants) - 60_000, Math.max(...instants)];
    const from = new Date(oldest).toISOString();
    const windowMs = Math.ceil((newest - oldest) / 40);
    const request = { selection: "bookings", from, to: null, windowMs };
    await night.demo.control("query", 'delete from "open".bookings', []);
    const id = await start("bookings", { request, concurrency: 2 });
    await until("a window is done", async () => (await windowsDone(id)) >= 1);
    await handle(id).signal("pause", by);
    await until("it stands", async () => {
      const { phase, tracks } = await progress(id);
      return phase === "paused" && tracks.every(({ inWork }) => inWork === 0);
    });
    const stood = await windowsDone(id);
    await handle(id).signal("setConcurrency", { ...by, concurrency: 3 });
    await handle(id).signal("resume", by);
    await until("it goes on, three at once", async () => {
      const { concurrency, tracks } = await progress(id);
      return concurrency === 3 && tracks.some(({ done, inWork }) => done > stood && inWork === 3);
    });
    await handle(id).signal("cancel", by);
    const { state, tracks } = await awaitBackfill(night.demo.client, id);
    expect(state).toBe("cancelled");
    expect(tracks[0]?.cancelled).toBeGreaterThan(0);
    const there = new Set((await rows()).map((row) => row.id));
    const [track] = (await night.demo.control<BackfillRecord>("backfill", id)).tracks;
    expect(await night.unequal()).toMatchObject([{ table: "bookings" }]);
    expect(await awaitBackfill(night.demo.client, await start("bookings", { request, concurrency: 4 }))).toMatchObject({
      state: "done",
    });
    expect(await night.unequal()).toEqual([]);
    const all = await rows();
    const shares = closedWindows(track).map(({ number, since, until }) => {
      const within = all.filter(({ at }) => at >= since && at < until);
      return { number, of: within.length, found: within.filter((row) => there.has(row.id)).length };
    });
    expect(shares.filter(({ of }) => of > 0).length).toBeGreaterThan(5);
    const lost = track?.cancelled ?? "";
    expect(shares).toEqual(
      shares.map((share) => ({ ...share, found: union(lost, String(share.number)) === lost ? 0 : share.of })),
    );
    expect(shares.some(({ found }) => found > 0)).toBe(true);
    expect(shares.some(({ found, of }) => found < of)).toBe(true);
  });

  test("commands show the windows, read a mart's days again, and tell what they refuse", async () => {
    expect(await command("revenue_daily --from 2026-07-01 --to 2026-08-01 --dry-run")).toMatchObject({
      tracks: [{ asset: "revenue_daily", windows: 5, cut: { kind: "days", from: "2026-07-01", to: "2026-08-01" } }],
    });
    expect(await command("revenue_daily --from 2026-07-01 --to 2026-08-01")).toMatchObject({
      state: "done",
      tracks: [{ done: 5 }],
    });
    expect(await command("revenue_daily --partitions 2026-07-01..2026-07-03,2026-W30")).toMatchObject({
      state: "done",
      tracks: [{ done: 2 }],
    });
    for (const [line, code] of [
      ["bookings --partitions 2026-07", "backfill.no-partitions"],
      ["revenue_daily --partitions July", "backfill.partitions"],
      ["revenue_daily --partitions 2026-07 --from 2026-07-01", "usage.two-spans"],
      ["clientz --from 2026-01-01", "graph.unknown-asset"],
      ["clients", "usage.missing-argument"],
      ["bookings --from 2026-03-01 --to 2026-01-01", "backfill.empty-range"],
      ["bookings --from 2022-12-31", "backfill.before-beginning"],
      ["bookings --from 2026-01-01 --window 7", "usage.window"],
      ["pause 01JBC3Q0Z9X8Y7W6V5T4S3R2Q1 --reason trial", "backfill.not-running"],
      ["pause 01JBC3Q0Z9X8Y7W6V5T4S3R2Q1", "usage.reason"],
      ["retry 01JBC3Q0Z9X8Y7W6V5T4S3R2Q1", "backfill.not-running"],
    ])
      expect(await command(line ?? "")).toMatchObject({ error: { code } });
  });

  test("goes on while the schedule starts a night on the same tables, both end with what the vendor's ledger has, and no condition starts a third one meanwhile", async () => {
    await night.demo.control("query", 'delete from "open".bookings', []);
    const id = await start("bookings or visits_daily", { concurrency: 2 });
    await until("a window is done", async () => (await windowsDone(id)) >= 1);
    const claims = async () => (await explainNow(night.demo.client, "visits_daily")).inWork.map(({ run }) => run);
    expect(await claims()).toContain(id);
    const schedule = night.demo.client.schedule.getHandle("nightly");
    await schedule.trigger();
    const started = async () => (await schedule.describe()).info.recentActions[0]?.action.workflow.workflowId;
    await until("the schedule fired", async () => (await started()) !== undefined);
    expect((await progress(id)).phase).toBe("running");
    const { steps } = await awaitRun(night.demo.client, (await started()) ?? "");
    expect(steps.filter(({ state }) => state === "failed")).toEqual([]);
    expect(await awaitBackfill(night.demo.client, id)).toMatchObject({ state: "done" });
    expect(await claims()).not.toContain(id);
    expect(await night.unequal()).toEqual([]);
  });
});

/** The closed windows of a table, between milliseconds. */
function closedWindows(track: Track | undefined) {
  if (track?.cut.kind !== "instants") throw new Error("It is no table.");
  const { from, to, ms, closed } = track.cut;
  return Array.from({ length: closed }, (_, number) => {
    const since = Date.parse(from) + number * ms;
    return { number, since, until: Math.min(since + ms, Date.parse(to)) };
  });
}
