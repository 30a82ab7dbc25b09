import { expect, test } from "vitest";
import { valueText } from "./value-text.ts";

test("an instant is written to the millisecond in UTC, whatever else there is as it is", () => {
  expect(valueText(new Date("2026-11-24T03:15:00.001+01:00"))).toBe("2026-11-24T02:15:00.001Z");
  expect([7, "7.10", true].map(valueText)).toEqual(["7", "7.10", "true"]);
});
