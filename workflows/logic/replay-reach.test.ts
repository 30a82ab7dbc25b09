import { expect, test } from "vitest";
import { reachedWith, type ReplayReach } from "./replay-reach.ts";

const of = (reach: ReplayReach, ...made: readonly string[]): ReplayReach => made.reduce(reachedWith, reach);

test("a replay reached the greatest of the loads that it made", () => {
  expect(of({ after: null }, "01B")).toEqual({ after: "01B" });
  expect(of({ after: "01B" }, "01C", "01A")).toEqual({ after: "01C" });
});

test("a replay of before, whose loads were of the instant of their making, knows each of them", () => {
  expect(of({ except: [] }, "01Z", "01A")).toEqual({ except: ["01Z", "01A"] });
});
