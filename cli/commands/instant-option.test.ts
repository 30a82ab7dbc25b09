import { expect, test } from "vitest";
import { instantOption } from "./instant-option.ts";

const since = instantOption("since", () => Date.parse("2026-11-25T12:00:00Z"));

test.each([
  ["2026-11-01", "2026-11-01T00:00:00.000Z"],
  ["2026-11-01T02:30Z", "2026-11-01T02:30:00.000Z"],
  ["7d", "2026-11-18T12:00:00.000Z"],
  ["12h", "2026-11-25T00:00:00.000Z"],
])("%s is an instant", (text, instant) => {
  expect(since(text)).toBe(instant);
});

test.each(["", "yesterday", "2026-13-01", "2026-02-30", "2026-11-01T02:30", "7w"])("%j is none", (text) => {
  expect(() => since(text)).toThrow(
    expect.objectContaining({
      code: "usage.since",
      message: `--since is ${text === "" ? "empty" : text}. Give a day (2026-11-01), an instant in UTC (2026-11-01T02:00:00Z), or how long ago (12h, 7d).`,
    }),
  );
});
