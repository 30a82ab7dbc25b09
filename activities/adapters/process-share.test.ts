import fc from "fast-check";
import { expect, test } from "vitest";
import { processShare } from "./process-share.ts";

test("one process takes the manners of a key whole", () => {
  expect(processShare({ requestsPerSecond: 5, inFlight: 4 }, 1)).toEqual({ requestsPerSecond: 5, inFlight: 4 });
});

test("the shares of several processes are together no more than the key's rate, nor than its requests at once while there is one for each", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.integer({ min: 1, max: 64 }),
      fc.integer({ min: 1, max: 100 }),
      (requestsPerSecond, inFlight, processes) => {
        const share = processShare({ requestsPerSecond, inFlight }, processes);
        expect(share.requestsPerSecond * processes).toBeCloseTo(requestsPerSecond);
        expect(share.inFlight).toBeGreaterThanOrEqual(1);
        expect(share.inFlight * processes).toBeLessThanOrEqual(Math.max(inFlight, processes));
      },
    ),
  );
});
