import { expect, test } from "vitest";
import { fittingGrain, lastWhole, periodOf, presetOf, presets, mostlyWithin } from "./period.ts";

const today = "2026-08-15";

test("without dates the last thirty days are shown, today among them", () => {
  expect(periodOf({}, today)).toEqual({ from: "2026-07-17", until: today });
  expect(periodOf({ until: "2026-03-01" }, today)).toEqual({ from: "2026-01-31", until: "2026-03-01" });
});

test("a period is known by its preset while it is one of the day", () => {
  const places = presets(today).map(({ from, until }) => presetOf({ from, until }, today));
  expect(places).toEqual([0, 1, 2, 3, 4, 5]);
  expect(presetOf(periodOf({}, today) ?? { from: "", until: "" }, today)).toBe(1);
  expect(presetOf({ from: "2026-07-17", until: today }, "2026-08-16")).toBeUndefined();
});

test("without dates a page of people shows the last whole month or year, and what it is asked for else", () => {
  const usual = lastWhole(today, "month");
  expect(periodOf({}, today, usual)).toEqual({ from: "2026-07-01", until: "2026-07-31" });
  expect(periodOf({ until: "2026-03-01" }, today, usual)).toEqual({ from: "2026-01-31", until: "2026-03-01" });
  expect(lastWhole("2026-01-01", "year")).toEqual({ from: "2025-01-01", until: "2025-12-31" });
});

test.each([
  { from: "2026-08-02", until: "2026-08-01" },
  { from: "2019-01-01", until: "2026-08-01" },
  { from: "2026-02-30", until: "2026-08-01" },
  { from: "yesterday", until: "2026-08-01" },
  { from: "2026-01-01", until: "" },
  { from: "2026-01-01T00:00", until: "2026-08-01" },
])("what is no period of at most six years is refused: $from to $until", (query) => {
  expect(periodOf(query, today)).toBeUndefined();
});

test("every usual period is one that may be asked for", () => {
  for (const preset of presets(today))
    expect(periodOf(preset, today)).toEqual({ from: preset.from, until: preset.until });
  const until = presets(today).map((preset) => [preset.title.en, preset.until]);
  expect(until.filter(([, day]) => day !== today)).toEqual([["Last month", "2026-07-31"]]);
  expect(presets("2024-02-29").at(-1)).toMatchObject({ from: "2023-03-01", until: "2024-02-29" });
});

test("a period is drawn by day, week or month, as long as it is", () => {
  expect(fittingGrain({ from: "2026-07-17", until: today })).toBe("day");
  expect(fittingGrain({ from: "2026-03-01", until: today })).toBe("week");
  expect(fittingGrain({ from: "2024-03-01", until: today })).toBe("month");
});

test("tables of people are asked for the month, or year, of which a period has the largest part, the later of two", () => {
  const month = (from: string, until: string) => mostlyWithin({ from, until }, "month").from;
  expect(mostlyWithin({ from: "2026-08-03", until: "2026-08-05" }, "month")).toEqual({
    from: "2026-08-01",
    until: "2026-08-31",
  });
  expect(month("2026-07-02", "2026-08-01")).toBe("2026-07-01");
  expect(month("2026-01-01", "2026-08-12")).toBe("2026-07-01");
  expect(month("2026-01-31", "2026-03-01")).toBe("2026-02-01");
  expect(mostlyWithin({ from: "2025-08-01", until: "2026-08-01" }, "year")).toEqual({
    from: "2026-01-01",
    until: "2026-12-31",
  });
});
