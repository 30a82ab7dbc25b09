import { expect, test } from "vitest";
import { integerOption } from "./integer-option.ts";

const days = integerOption("days", { min: 1, max: 365 });

test.each([
  ["1", 1],
  ["365", 365],
  [" 30 ", 30],
])("%j is read as %i", (text, value) => expect(days(text)).toBe(value));

test.each(["0", "366", "-3", "1.5", "abc", "1e2", "0x10", "Infinity"])(
  "%s is refused with the text seen and the bounds",
  (text) => {
    expect(() => days(text)).toThrow(
      expect.objectContaining({
        code: "usage.days",
        message: `--days is ${text}. Give a whole number from 1 to 365.`,
      }),
    );
  },
);

test("an empty text is told as such", () =>
  expect(() => integerOption("rate", { min: 1_000, max: 1_000_000 })("")).toThrow(
    "--rate is empty. Give a whole number from 1,000 to 1,000,000.",
  ));
