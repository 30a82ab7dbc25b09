import { expect, test } from "vitest";
import { t0Of } from "../watermark/t0.ts";
import { serverDate } from "./server-date.ts";

const date = "Tue, 24 Nov 2026 02:00:00 GMT";

test("the server's date is taken less the answer's age in a cache", () => {
  expect(serverDate({ date })).toBe("2026-11-24T02:00:00.000Z");
  expect(serverDate({ date, age: "90" })).toBe("2026-11-24T01:58:30.000Z");
});

test("no date, or one that does not read, is none", () => {
  expect(serverDate({})).toBeUndefined();
  expect(serverDate({ date: "yesterday" })).toBeUndefined();
  expect(serverDate({ date, age: "old" })).toBeUndefined();
});

test("T0 is the server's date; without one the client's time less five minutes for its skew", () => {
  const now = new Date("2026-11-24T02:03:00.000Z");
  expect(t0Of("2026-11-24T02:00:00.000Z", now)).toBe("2026-11-24T02:00:00.000Z");
  expect(t0Of(undefined, now)).toBe("2026-11-24T01:58:00.000Z");
});
