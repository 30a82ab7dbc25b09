import { beforeEach, expect, test } from "vitest";
import type { Database } from "../../core/ports/database.ts";
import { retentionReport } from "../../core/register/retention.ts";
import { ask, empty } from "./portable.ts";
import { sampleDeployment } from "./sample-deployment.ts";

const pidOf = (at: number): string => `0190f0e2-0000-7000-8000-${String(at).padStart(12, "0")}`;
const nobody = "00000000-0000-0000-0000-000000000000";

/** What is promised of who is due: two statements of a retention, in every dialect. */
export function databaseRetentionContract(current: () => Database): void {
  const [retention] = sampleDeployment.retentions;
  if (retention === undefined) throw new Error("the sample keeps nobody");
  const { spec, counts, due } = retention;
  const stored = "'h', '2026-11-01', 'l', 1, 1";
  const cells = "_hash, _ordered_at, _load, _part, _line";
  const person = (pid: string, at: string) =>
    ask(current(), `insert into "open".people (id, points, updated_at, ${cells}) values ($1, 0, $2, ${stored})`, [
      pid,
      at,
    ]);
  const order = (id: number, pid: string | null, at: string) =>
    ask(
      current(),
      `insert into "open".orders (id, person_id, total, ordered_at, updated_at, ${cells}) values ($1, $2, 1, $3, $3, ${stored})`,
      [id, pid, at],
    );
  const report = async (cutoff: string) => retentionReport(spec, cutoff, (await current().read(counts(cutoff)))[0]);
  const pids = async (cutoff: string, after = nobody, most = 10) =>
    (await current().read(due(cutoff, after, most))).map((row) => row["pid"]);

  beforeEach(() => empty(current(), '"open".people', '"open".orders'));

  test("who did nothing since a day is due, counted from the last of all that they did", async () => {
    await person(pidOf(1), "2020-05-01T10:00:00.000Z");
    await person(pidOf(2), "2020-05-01T10:00:00.000Z");
    await order(1, pidOf(2), "2023-07-01T10:00:00.000Z");
    await person(pidOf(3), "2023-11-28T23:30:00.000Z");
    expect(await pids("2023-11-27")).toEqual([pidOf(1), pidOf(2)]);
    expect(await pids("2023-11-28")).toEqual([pidOf(1), pidOf(2), pidOf(3)]);
    expect(await report("2023-06-30")).toMatchObject({ people: 3, due: 1, daysOverdue: 1155, nextDue: "2023-05-01" });
    expect(await report("2023-11-28")).toMatchObject({ people: 3, due: 3, daysOverdue: 1306 });
  });

  test("orders of nobody, and of people whose rows are gone, make nobody due", async () => {
    await person(pidOf(1), "2023-12-01T10:00:00.000Z");
    await person(nobody, "2020-01-01T00:00:00.000Z");
    await order(1, nobody, "2020-01-01T00:00:00.000Z");
    await order(2, null, "2020-01-01T00:00:00.000Z");
    await order(3, pidOf(9), "2020-01-01T00:00:00.000Z");
    expect(await pids("2023-11-28")).toEqual([]);
    expect(await report("2023-11-28")).toMatchObject({ people: 1, due: 0, daysOverdue: 0, nextDue: "2026-12-01" });
  });

  test("where nobody is stored, nobody is due", async () => {
    expect(await report("2023-11-28")).toMatchObject({ people: 0, due: 0, nextDue: null });
  });

  test("those who are due are asked for page by page", async () => {
    for (const at of [1, 2, 3]) await person(pidOf(at), "2020-01-01T00:00:00.000Z");
    expect(await pids("2023-11-28", nobody, 2)).toEqual([pidOf(1), pidOf(2)]);
    expect(await pids("2023-11-28", pidOf(2), 2)).toEqual([pidOf(3)]);
  });
}
