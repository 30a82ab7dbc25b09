import { expect, test } from "vitest";
import { scheduleLine } from "./schedule-line.ts";

const usual = { job: "nightly", cron: "15 3 * * *", zone: "Europe/Paris", overlap: "buffer-one" } as const;

test("a schedule says when it starts next, and what it does with overlaps, outages and failures", () => {
  const state = { ...usual, catchUpMs: 12 * 3_600_000, pauseOnFailure: false, paused: null };
  expect(scheduleLine({ ...state, next: "2026-11-26T02:15:00.000Z" })).toBe(
    "schedule nightly: 15 3 * * * Europe/Paris, next 2026-11-26T02:15:00.000Z; one more waits while a run goes on, makes up for 12.0 h",
  );
  expect(scheduleLine({ ...state, next: null, overlap: "skip", pauseOnFailure: true, paused: "a trial" })).toBe(
    "schedule nightly: 15 3 * * * Europe/Paris, paused (a trial); none while a run goes on, makes up for 12.0 h, paused by a failure",
  );
});
