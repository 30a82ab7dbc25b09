import { expect, test } from "vitest";
import { logRateFinding } from "./log-rate-finding.ts";

const throttle = { lane: "default", bytesPerSecond: 1_000_000, paused: false, enabled: true };
const smallest = { kind: "governed", bytesPerSecond: 4_718_592, recentShare: 0.374 } as const;

test("a rate that suits the tier is told beside the tier and its recent use", () => {
  expect(logRateFinding(smallest, throttle)).toBe(
    "the service tier writes at most 4.7 MB/s of log, of which up to 37 % were used within the last hour; rates up to 1.1 MB/s suit it (1 byte of rows is 2 to 4 of log), it is 1.0 MB/s",
  );
  expect(logRateFinding({ ...smallest, recentShare: null }, throttle)).toContain(
    "of log, its recent use is not to be read; rates",
  );
});

test("a rate above what suits and a throttle that is off are warned of, with the rate to set", () => {
  expect(logRateFinding(smallest, { ...throttle, bytesPerSecond: 1_200_000 })).toMatchObject({
    state: "warning",
    fix: "`sillage throttle --rate 1100000`, or a larger tier.",
  });
  expect(logRateFinding(smallest, { ...throttle, enabled: false })).toMatchObject({
    state: "warning",
    detail: expect.stringMatching(/the throttle is off$/),
    fix: "`sillage throttle --on --rate 1100000`, or a larger tier.",
  });
});

test("a log that was nearly full is warned of, whoever filled it", () => {
  expect(logRateFinding({ ...smallest, recentShare: 0.95 }, throttle)).toMatchObject({
    state: "warning",
    fix: "Lower the rate with `sillage throttle --rate`, or choose a larger tier.",
  });
});

test("the smallest tiers are advised a rate that can be set", () => {
  expect(logRateFinding({ ...smallest, bytesPerSecond: 300_000 }, throttle)).toMatchObject({
    fix: "`sillage throttle --rate 100000`, or a larger tier.",
  });
});

test("where nothing governs the log, or nothing may be read, it says so", () => {
  expect(logRateFinding({ kind: "unlimited" }, throttle)).toBe(
    "the database is neither Azure SQL Database nor a managed instance: no service tier limits its log",
  );
  expect(logRateFinding({ kind: "denied" }, throttle)).toEqual({
    state: "warning",
    detail: "this login may not read the service tier's log rate: nothing can be said of the throttle's rate",
    fix: "`grant view database state` to its user (on a managed instance `grant view server state` to the login), or compare the rate with the tier's documented log rate: 1 byte of rows is 2 to 4 of log.",
  });
});
