import { expect, test } from "vitest";
import { linkNext, retryAfterMs } from "./retry-after.ts";

const now = new Date("2026-11-24T02:00:00.000Z");

test("seconds are taken as they are", () => {
  expect(retryAfterMs("12", undefined, now)).toBe(12_000);
  expect(retryAfterMs(" 0 ", undefined, now)).toBe(0);
});

test("a date is read against the answer's own clock, else against ours", () => {
  const until = "Tue, 24 Nov 2026 02:01:00 GMT";
  expect(retryAfterMs(until, "Tue, 24 Nov 2026 02:00:30 GMT", now)).toBe(30_000);
  expect(retryAfterMs(until, undefined, now)).toBe(60_000);
  expect(retryAfterMs(until, "no date", now)).toBe(60_000);
});

test("a date gone by asks for no wait", () => {
  expect(retryAfterMs("Tue, 24 Nov 2026 01:00:00 GMT", undefined, now)).toBe(0);
});

test("nothing, or nonsense, asks for nothing", () => {
  expect(retryAfterMs(undefined, undefined, now)).toBeUndefined();
  expect(retryAfterMs("soon", undefined, now)).toBeUndefined();
});

test("the next link is found among others", () => {
  expect(linkNext('<https://x.example.test/?p=1>; rel="prev", <https://x.example.test/?p=3>; rel="next"')).toBe(
    "https://x.example.test/?p=3",
  );
  expect(linkNext("<https://x.example.test/?p=3>; rel=next")).toBe("https://x.example.test/?p=3");
  expect(linkNext('<https://x.example.test/?p=1>; rel="prev"')).toBeUndefined();
  expect(linkNext(undefined)).toBeUndefined();
});
