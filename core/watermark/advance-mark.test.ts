import { expect, test } from "vitest";
import fc from "fast-check";
import { readOf, tableOf } from "../../test/fakes/specs.ts";
import { advanceMark, nextPass, type PassFacts } from "./advance-mark.ts";
import { laterMark } from "./later-mark.ts";

const facts = (over: Partial<PassFacts> = {}): PassFacts => ({
  t0: "2026-11-24T02:00:00.000Z",
  elapsedMs: 60_000,
  maxSeen: "2026-11-24T01:58:00.000Z",
  maxVersion: null,
  verified: true,
  pass: "incremental",
  ...over,
});

test("the watermark is what was seen last, less the time the pass took", () => {
  expect(advanceMark({}, facts())).toEqual({ watermark: "2026-11-24T01:57:00.000Z" });
});

test("a row dated in the future moves the watermark no further than the server's clock at the start", () => {
  expect(advanceMark({}, facts({ maxSeen: "2031-01-01T00:00:00.000Z" })).watermark).toBe("2026-11-24T02:00:00.000Z");
});

test("a pass that saw nothing, or whose values are no instants, leaves the watermark", () => {
  const mark = { watermark: "2026-11-23T02:00:00.000Z" };
  expect(advanceMark(mark, facts({ maxSeen: null }))).toEqual(mark);
  expect(advanceMark(mark, facts({ maxSeen: "nonsense" }))).toEqual(mark);
});

test("an unverified pass moves nothing", () => {
  expect(advanceMark({ version: "5" }, facts({ verified: false, maxVersion: "9" }))).toEqual({ version: "5" });
});

test("versions are compared as whole numbers of any length", () => {
  expect(advanceMark({ version: "9" }, facts({ maxSeen: null, maxVersion: "10" })).version).toBe("10");
  expect(
    advanceMark({ version: "90071992547409931" }, facts({ maxSeen: null, maxVersion: "90071992547409930" })).version,
  ).toBe("90071992547409931");
});

test("a full pass is remembered by its start", () => {
  expect(advanceMark({}, facts({ pass: "full" })).lastFull).toBe("2026-11-24T02:00:00.000Z");
  expect(advanceMark({ lastFull: "2026-11-01T02:00:00.000Z" }, facts()).lastFull).toBe("2026-11-01T02:00:00.000Z");
});

const instant = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString());

test("a watermark never moves back, and never beyond the pass's start", () => {
  const passes = fc.array(fc.record({ t0: instant, elapsedMs: fc.nat(10_000_000), maxSeen: fc.option(instant) }));
  fc.assert(
    fc.property(passes, (taken) => {
      let mark: { readonly watermark?: string } = {};
      for (const pass of taken) {
        const next = advanceMark(mark, facts(pass));
        if (mark.watermark !== undefined) expect(next.watermark).toBeDefined();
        if (next.watermark !== mark.watermark)
          expect(Date.parse(next.watermark ?? "")).toBeLessThanOrEqual(Date.parse(pass.t0));
        expect(Date.parse(next.watermark ?? "1970-01-01")).toBeGreaterThanOrEqual(
          Date.parse(mark.watermark ?? "1970-01-01"),
        );
        mark = next;
      }
    }),
  );
});

test("of two marks the greater of each kind is kept, whichever comes first", () => {
  const low = { watermark: "2026-01-01T00:00:00.000Z", version: "9", lastFull: "2026-01-01T00:00:00.000Z" };
  const high = { watermark: "2026-01-01T00:00:00.001Z", version: "10", lastFull: "2026-02-01T00:00:00.000Z" };
  expect(laterMark(low, high)).toEqual(high);
  expect(laterMark(high, low)).toEqual(high);
  expect(laterMark({}, low)).toEqual(low);
  expect(laterMark({}, {})).toEqual({});
});

const now = new Date("2026-11-24T02:00:00.000Z");
const moment = { now, zone: "Europe/Paris", full: false };
const updated = tableOf("t", { read: readOf({ kind: "whole" }, { kind: "updated-since", param: "since" }) });
const created = tableOf("t", {
  read: readOf({ kind: "whole" }, { kind: "created-since", param: "since", horizonDays: 45 }),
});
const versioned = tableOf("t", { read: readOf({ kind: "whole" }, { kind: "version", overlap: 2, longestJump: 100 }) });
const watermark = "2026-11-23T02:00:00.000Z";

test("without a mark, without a filter, or when asked to, everything is read", () => {
  const everything = { pass: "full", since: undefined, version: undefined };
  expect(nextPass(updated, {}, moment)).toEqual(everything);
  expect(nextPass(versioned, {}, moment)).toEqual(everything);
  expect(nextPass(tableOf("t"), { watermark }, moment)).toEqual(everything);
  expect(nextPass(updated, { watermark }, { ...moment, full: true })).toEqual(everything);
});

test("a table with a filter is read since its mark, less the overlap", () => {
  expect(nextPass(updated, { watermark }, moment)).toEqual({
    pass: "incremental",
    since: "2026-11-23T01:45:00.000Z",
    version: undefined,
  });
  expect(nextPass(versioned, { version: "7" }, moment)).toEqual({
    pass: "incremental",
    since: undefined,
    version: "5",
  });
  expect(nextPass(versioned, { version: "1" }, moment).version).toBe("0");
});

test("a table that can only be asked for what was created re-reads its horizon, and everything once a week", () => {
  const lastFull = "2026-11-22T02:00:00.000Z";
  expect(nextPass(created, { watermark, lastFull }, moment)).toEqual({
    pass: "horizon",
    since: "2026-10-10T02:00:00.000Z",
    version: undefined,
  });
  expect(nextPass(created, { watermark: "2026-09-01T00:00:00.000Z", lastFull }, moment).since).toBe(
    "2026-08-31T23:45:00.000Z",
  );
  const sunday = new Date("2026-11-29T02:00:00.000Z");
  expect(nextPass(created, { watermark, lastFull }, { ...moment, now: sunday })).toEqual({
    pass: "full",
    since: undefined,
    version: undefined,
  });
});
