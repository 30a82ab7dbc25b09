import fc from "fast-check";
import { expect, test } from "vitest";
import { afterAttempt, failedDay, type Attempt } from "./failed-days.ts";

const dayOf = (number: number): string => new Date(Date.UTC(2026, 0, 1 + number)).toISOString().slice(0, 10);
const all = { from: "0001-01-01", to: "9999-12-31" };
const after = (...attempts: readonly Attempt[]) => failedDay(attempts.reduce(afterAttempt, ""), all);

test("a day is failed from an attempt that failed until one that built it, whoever made either", () => {
  const failed: Attempt = { days: ["2026-01-02", "2026-01-03"], ended: "failed" };
  const built: Attempt = { days: ["2026-01-03", "2026-01-04"], ended: "built" };
  expect(["2026-01-02", "2026-01-03"].map(after(failed))).toEqual([true, true]);
  expect(["2026-01-02", "2026-01-03", "2026-01-04"].map(after(failed, built))).toEqual([true, false, false]);
  expect(["2026-01-02", "2026-01-03"].map(after(built, failed))).toEqual([true, true]);
});

test("an attempt at all of a mart is one at every day that a date can be", () => {
  const ends = ["0001-01-01", "2026-01-01", "9999-12-31"];
  expect(ends.map(after({ days: undefined, ended: "failed" }))).toEqual([true, true, true]);
  expect(afterAttempt("0,3652058", { days: undefined, ended: "built" })).toBe("");
});

test("days are failed whose newest attempt failed, of any attempts in any order, and are kept in compressed ranges", () => {
  const days = fc.uniqueArray(fc.nat(30), { maxLength: 12 }).map((numbers) => numbers.map(dayOf));
  const attempt = fc.record({
    days: fc.option(days, { nil: undefined, freq: 8 }),
    ended: fc.constantFrom("built", "failed"),
  });
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 12 }), (attempts) => {
      const kept = attempts.reduce(afterAttempt, "");
      const days = Array.from({ length: 33 }, (_, number) => dayOf(number - 1));
      const isFailed = failedDay(kept, { from: dayOf(-1), to: dayOf(31) });
      const newest = (day: string) => attempts.findLast((one) => one.days === undefined || one.days.includes(day));
      expect(days.filter(isFailed)).toEqual(days.filter((day) => newest(day)?.ended === "failed"));
      expect(kept.split(",").length).toBeLessThanOrEqual(18);
    }),
  );
});
