import { beforeAll, expect, test } from "vitest";
import type { Clock } from "../../core/ports/clock.ts";

/** What every clock promises. */
export function clockContract(open: () => Promise<Clock>): void {
  let clock: Clock;
  beforeAll(async () => {
    clock = await open();
  });

  test("it tells an instant", () => {
    expect(clock.now().toISOString()).toMatch(/^20\d\d-/);
  });

  test("asked again it tells no earlier one", () => {
    const told = Array.from({ length: 100 }, () => clock.now().getTime());
    expect(told).toEqual(told.toSorted((left, right) => left - right));
  });

  test("whoever changes what it told changes nothing for others", () => {
    const before = clock.now().getTime();
    clock.now().setFullYear(1999);
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(before);
  });
}
