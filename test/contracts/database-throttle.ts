import { beforeEach, expect, test } from "vitest";
import type { Database } from "../../core/ports/database.ts";
import { speaksTsql } from "./portable.ts";

/** What the throttle row promises: bytes admitted in any window are the rate's, and one batch. */
export function databaseThrottleContract(current: () => Database): void {
  const batch = 65_536;
  beforeEach(async () => {
    // What the test before reserved ahead would let a quick one be refused.
    await current().query("update sillage.throttle set last_start = '2026-01-01T00:00:00Z' where lane = 'default'");
    await current().setThrottle("default", { enabled: true, paused: false, bytesPerSecond: 1_000_000 });
  });

  const lastStart = async (): Promise<number> => {
    const micros = speaksTsql(current())
      ? "datediff_big(microsecond, '1970-01-01', last_start)"
      : "(extract(epoch from last_start) * 1e6)::bigint";
    const [row] = await current().query(`select ${micros} as at from sillage.throttle where lane = 'default'`);
    return Number(row?.["at"]);
  };

  test("many writers at once are given turns, one batch's time apart, none together", async () => {
    await current().reserve("default", batch);
    const first = await lastStart();
    const turns = await Promise.all(Array.from({ length: 12 }, () => current().reserve("default", batch)));
    expect(turns.map(({ granted }) => granted)).not.toContain(false);
    expect(Math.min(...turns.map(({ at = 0 }) => at))).toBeGreaterThan(Date.UTC(2026, 0));
    expect(await lastStart()).toBeGreaterThanOrEqual(first + 12 * batch);
  });

  test("a change of rate, a pause and their end forget nothing that was granted", async () => {
    await current().reserve("default", batch);
    const first = await lastStart();
    for (const change of [{ bytesPerSecond: 1_000_000 }, { paused: true }, { paused: false }, { enabled: true }])
      await current().setThrottle("default", change);
    expect(await lastStart()).toBe(first);
    await current().reserve("default", batch);
    expect(await lastStart()).toBeGreaterThanOrEqual(first + batch);
  });

  test("a rate that admits nothing is refused", async () => {
    for (const bytesPerSecond of [0, -1, 1.5])
      await expect(current().setThrottle("default", { bytesPerSecond })).rejects.toThrow(
        expect.objectContaining({
          code: "throttle.rate",
          message: `A lane cannot admit ${bytesPerSecond} bytes a second. Give a whole number above 0; to stop a lane, pause it.`,
        }),
      );
  });

  test("a pause grants nothing, and going on grants again", async () => {
    await current().setThrottle("default", { paused: true });
    expect(await current().reserve("default", batch)).toMatchObject({ granted: false, free: false });
    await current().setThrottle("default", { paused: false });
    expect(await current().reserve("default", batch)).toMatchObject({ granted: true });
  });

  test("a reservation that would wait too long is not made, so that a new rate is felt at once", async () => {
    await current().setThrottle("default", { bytesPerSecond: 1_000 });
    await current().reserve("default", batch);
    expect(await current().reserve("default", batch)).toMatchObject({ granted: false });
  });

  test("a throttle that is off from the start, before any reservation, needs none", async () => {
    await current().setThrottle("merge", { enabled: false });
    expect(await current().reserve("merge", batch)).toEqual({ granted: true, waitMs: 0, free: true });
  });

  test("a throttle that is off needs no reservation", async () => {
    await current().setThrottle("default", { enabled: false });
    expect(await current().reserve("default", batch)).toEqual({ granted: true, waitMs: 0, free: true });
    expect(await current().throttleState("default")).toEqual({
      lane: "default",
      bytesPerSecond: 1_000_000,
      paused: false,
      enabled: false,
    });
  });

  test("what a rate is chosen by is told where there is such a thing, and said to be nothing elsewhere", async () => {
    const tier = await current().logRate();
    if (tier.kind === "governed") expect(tier.bytesPerSecond).toBeGreaterThan(0);
    else expect(["unlimited", "denied"]).toContain(tier.kind);
  });

  test("a lane that is not there is refused", async () => {
    await expect(current().reserve("fast", 1)).rejects.toThrow(
      expect.objectContaining({
        code: "throttle.unknown-lane",
        message: 'There is no throttle lane "fast". Use `default` or `merge`.',
      }),
    );
  });
}
