import { expect, test } from "vitest";
import { median } from "./median.ts";

test("half of the figures are no less than their median, and half no more", () => {
  expect([median([9]), median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([9, 2, 2.5]);
  expect(median([])).toBeNaN();
});
