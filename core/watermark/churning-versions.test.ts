import fc from "fast-check";
import { expect, test } from "vitest";
import { readOf, tableOf } from "../../test/fakes/specs.ts";
import type { Mark } from "../manifest.ts";
import type { FilterSpec } from "../spec/read.ts";
import { advanceMark, nextPass } from "./advance-mark.ts";
import { trustedVersion } from "./trusted-version.ts";

/** How many versions are given out at most while one waits for its commit. */
const longestCommit = 5;
const filter: Extract<FilterSpec, { kind: "version" }> = { kind: "version", overlap: longestCommit, longestJump: 100 };
const table = tableOf("t", { read: readOf({ kind: "whole" }, filter) });
const poison: Change = { id: 99, version: 9_223_372_036_854_775_807n, visible: 0 };
const now = new Date("2026-11-24T02:00:00.000Z");
const moment = { now, zone: "Europe/Paris", full: false };

/** A change of a row: the version it was given, and how many had been given out when it became visible. */
type Change = { readonly id: number; readonly version: bigint; readonly visible: number };
const changes = fc
  .array(fc.record({ id: fc.nat(8), late: fc.nat(longestCommit) }), { maxLength: 60 })
  .map((all) => all.map(({ id, late }, at): Change => ({ id, version: BigInt(at + 1), visible: at + late })));

/** What a pass reads: of each row the newest visible version, if it comes after the one asked for, in order. */
function read(all: readonly Change[], after: bigint, at: number): readonly Change[] {
  const seen = new Map<number, Change>();
  for (const change of all)
    if (change.visible <= at && change.version > (seen.get(change.id)?.version ?? 0n)) seen.set(change.id, change);
  return [...seen.values()].filter(({ version }) => version > after);
}

/** The rows stored after passes at some times and a last one when all is visible. */
function stored(all: readonly Change[], times: readonly number[]): ReadonlyMap<number, bigint> {
  const rows = new Map<number, bigint>();
  let mark: Mark = {};
  for (const at of [...times.toSorted((left, right) => left - right), Infinity]) {
    const start = nextPass(table, mark, moment);
    const found = read(all, BigInt(start.version ?? 0), at);
    for (const { id, version } of found) if (version > (rows.get(id) ?? 0n)) rows.set(id, version);
    const reached = start.version === undefined || mark.version === undefined ? undefined : BigInt(mark.version);
    const trusted = trustedVersion(
      filter,
      reached,
      found.map(({ version }) => version),
      undefined,
    );
    mark = advanceMark(mark, {
      t0: now.toISOString(),
      elapsedMs: 0,
      maxSeen: null,
      maxVersion: trusted === undefined ? null : String(trusted),
      verified: true,
      pass: start.pass,
    });
  }
  return rows;
}

const truth = (all: readonly Change[]): ReadonlyMap<number, bigint> =>
  new Map(all.map(({ id, version }) => [id, version]));

test("of a feed whose commits become visible out of order, with a poisoned row, nothing is lost", () => {
  fc.assert(
    fc.property(changes, fc.array(fc.nat(70), { maxLength: 8 }), (all, times) => {
      const first: Change = { id: 98, version: 1n, visible: 0 };
      const feed = [first, ...all.map((change) => ({ ...change, version: change.version + 1n })), poison];
      const rows = stored(feed, times);
      for (const [id, version] of truth(feed)) expect(rows.get(id)).toBe(version);
    }),
    { numRuns: 300 },
  );
});

test("the simulation would see a rule without an overlap: a version that commits late lies before the mark", () => {
  const late: Change = { id: 1, version: 4n, visible: 8 };
  const feed = [late, { id: 2, version: 5n, visible: 5 }];
  expect(read(feed, 5n, 9)).toEqual([]);
  expect(read(feed, 5n - BigInt(longestCommit), 9)).toContain(late);
});
