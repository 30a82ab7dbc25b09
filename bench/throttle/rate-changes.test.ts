import { expect, test } from "vitest";
import { secondsBySpan } from "./rate-changes.ts";

test("each rate is judged by what was written while it held, from a second after the change", () => {
  const spans = [
    { from: 0, bytesPerSecond: 100 },
    { from: 2_000, bytesPerSecond: 0 },
    { from: 4_000, bytesPerSecond: 50 },
  ];
  const written = [0, 500, 1_600, 1_900, 2_900, 3_200, 4_500, 5_200, 5_900].map((at) => ({ at, bytes: 10 }));
  expect(secondsBySpan(written, spans, 6_000)).toEqual([
    { bytesPerSecond: 100, peak: 20, bytes: 40 },
    { bytesPerSecond: 0, peak: 10, bytes: 10 },
    { bytesPerSecond: 50, peak: 20, bytes: 20 },
  ]);
});
