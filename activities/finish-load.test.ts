import { expect, test } from "vitest";
import { completeThrough } from "./finish-load.ts";

const t0 = "2026-11-24T03:00:00.000Z";
const quarterHour = 900_000;

test("a pass that read everything is complete to its T0", () => {
  for (const pass of ["full", "horizon"] as const) expect(completeThrough({ pass, t0 }, quarterHour)).toBe(t0);
});

test("an incremental pass is complete to its overlap before T0, whether anything changed or not", () => {
  expect(completeThrough({ pass: "incremental", t0 }, quarterHour)).toBe("2026-11-24T02:45:00.000Z");
});
