import { expect, test } from "vitest";
import { readInstant } from "./read-instant.ts";

test("an instant is read as UTC with milliseconds, so that the order of texts is that of time", () => {
  expect(readInstant({ at: "2026-12-05T02:15:00Z" })).toBe("2026-12-05T02:15:00.000Z");
});

test("what tells no instant is none", () => {
  expect([null, "2026", {}, { at: 7 }, { at: "tomorrow" }].map(readInstant)).toEqual(Array(5).fill(undefined));
});
