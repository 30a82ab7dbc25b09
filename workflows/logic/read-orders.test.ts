import { expect, test } from "vitest";
import { readBy, readConcurrency, readUnsaidBesides, readUnsaidBy, readWatermark } from "./read-orders.ts";

const by = { who: "Ada Exemple", why: "a trial" };

test("who and why are read without the blanks around them; nothing else is taken over", () => {
  expect(readBy({ who: " Ada Exemple ", why: "a trial\n", more: 1 })).toEqual({ order: by });
});

test.each([
  [undefined, "who"],
  [null, "who"],
  ["Ada", "who"],
  [{ why: "x" }, "who"],
  [{ who: " ", why: "x" }, "who"],
  [{ who: "a".repeat(101), why: "x" }, "who"],
  [{ who: "Ada" }, "why"],
  [{ who: "Ada", why: "y".repeat(301) }, "why"],
])("an order of nobody, or for no reason, is refused: %j", (argument, field) => {
  expect(readBy(argument)).toEqual({ problem: expect.stringMatching(`^\`${field}\` must be a text of 1 to`) });
});

test("before who and why had to be said, a signal without an argument came from the Web UI; a wrong one was refused", () => {
  expect(readUnsaidBy(undefined)).toEqual({ order: { who: "Web UI", why: "not said" } });
  expect(readUnsaidBy("x")).toHaveProperty("problem");
});

test("so did one that said something else, unless it said who or why; half of it was refused", () => {
  const nobody = { order: { who: "Web UI", why: "not said" } };
  expect([8, { concurrency: 8 }, null].map(readUnsaidBesides)).toEqual([nobody, nobody, nobody]);
  expect(readUnsaidBesides({ ...by, concurrency: 8 })).toEqual({ order: by });
  expect(readUnsaidBesides({ who: "Ada Exemple", concurrency: 8 })).toHaveProperty("problem");
});

test("a watermark is a short text, judged elsewhere", () => {
  expect(readWatermark({ ...by, mark: " 7 " })).toEqual({ order: { ...by, mark: "7" } });
  for (const mark of [7, "", undefined, "9".repeat(41)])
    expect(readWatermark({ ...by, mark })).toEqual({
      problem: expect.stringMatching("^`mark` must be an ISO instant"),
    });
  expect(readWatermark({ mark: "7" })).toHaveProperty("problem");
});

test("a concurrency is a whole number from 1 to 32", () => {
  for (const concurrency of [1, 32])
    expect(readConcurrency({ ...by, concurrency })).toEqual({ order: { ...by, concurrency } });
  for (const concurrency of [0, 33, 1.5, "6", undefined])
    expect(readConcurrency({ ...by, concurrency })).toEqual({
      problem: "`concurrency` must be a whole number from 1 to 32.",
    });
  expect(readConcurrency({ concurrency: 6 })).toHaveProperty("problem");
});
