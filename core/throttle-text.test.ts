import { expect, test } from "vitest";
import { rateText } from "./rate-text.ts";
import { throttleText } from "./throttle-text.ts";

test.each([
  [{ bytesPerSecond: 500_000, paused: false, enabled: true }, "500000 bytes/s"],
  [{ bytesPerSecond: 500_000, paused: true, enabled: true }, "500000 bytes/s, paused"],
  [{ bytesPerSecond: 500_000, paused: false, enabled: false }, "off (500000 bytes/s)"],
])("the throttle as a person reads it: %j", (state, text) => {
  expect(throttleText(state)).toBe(text);
});

test("how many times the rate merges are paced at is told where it is asked", () => {
  const state = { bytesPerSecond: 500_000, paused: true, enabled: true };
  expect(throttleText(state, 8)).toBe("500000 bytes/s, paused, merges at 8 times that");
});

test("a source's rate as a person reads it", () => {
  expect([rateText(2.5), rateText(null)]).toEqual(["2.5 requests/s", "as declared"]);
});
