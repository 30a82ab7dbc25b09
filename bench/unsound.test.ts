import { expect, test } from "vitest";
import { unsound } from "./unsound.ts";

test("a measurement that went wrong says how, and that it gives no figure", () => {
  expect(unsound("9 rows were merged, not 10")).toMatchObject({
    code: "bench.unsound",
    message:
      "The measurement is not sound: 9 rows were merged, not 10. No figure was kept. Mend what it measures, then measure again.",
  });
});
