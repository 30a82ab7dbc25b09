import { expect, test } from "vitest";
import { tooManyReaders } from "./too-many-readers.ts";

test("more processes that read sources than are declared are told, with how often a source is asked and what to set", () => {
  expect(tooManyReaders(3, 2)).toEqual({
    detail:
      "3 processes asked to read sources within two minutes, and EXTRACT_PROCESSES says 2: together they ask a source up to 1.5 times as often as it allows.",
    fix: "Set EXTRACT_PROCESSES=3 for each of them, or stop those that are too many.",
  });
  expect(tooManyReaders(2, 1)?.detail).toContain("up to 2 times as often");
});

test.each([0, 1, 2])("%i of two that are declared are no trouble", (readers) => {
  expect(tooManyReaders(readers, 2)).toBeUndefined();
});
