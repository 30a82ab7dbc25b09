import { expect, test } from "vitest";
import { isCalendarDay } from "./is-calendar-day.ts";

test.each(["2026-02-28", "2024-02-29", "2026-12-31T23:59:59Z"])("%s is in the calendar", (text) => {
  expect(isCalendarDay(text)).toBe(true);
});

test.each(["2026-02-29", "2026-02-30T06:00:00Z", "2026-04-31", "2026-13-01", "", "now"])("%j is not", (text) => {
  expect(isCalendarDay(text)).toBe(false);
});
