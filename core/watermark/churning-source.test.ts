import fc from "fast-check";
import { expect, test } from "vitest";
import { readOf, tableOf } from "../../test/fakes/specs.ts";
import type { Mark } from "../manifest.ts";
import { advanceMark, nextPass } from "./advance-mark.ts";

/** Milliseconds between a change's `updated_at` and its being visible: transactions commit late. */
const longestCommit = 120_000;
const overlapMs = 900_000;
const table = tableOf("t", {
  read: readOf({ kind: "whole" }, { kind: "updated-since", param: "since" }, { overlapMs }),
});
const start = Date.parse("2026-11-20T02:00:00.000Z");

type Change = { readonly id: number; readonly at: number; readonly visible: number };

const change = fc
  .record({ id: fc.nat(30), at: fc.nat(4 * 86_400_000), delay: fc.nat(longestCommit) })
  .map(({ id, at, delay }): Change => ({ id, at: start + at, visible: start + at + delay }));
type Night = { readonly after: number; readonly takes: number; readonly fails: boolean };
const night: fc.Arbitrary<Night> = fc.record({
  after: fc.integer({ min: 60_000, max: 86_400_000 }),
  takes: fc.nat(3_600_000),
  fails: fc.boolean(),
});

/** What one pass reads of a source that goes on changing while it is read: of each row the version visible at its page. */
function read(changes: readonly Change[], since: number, from: number, takes: number): readonly Change[] {
  return Array.from({ length: 31 }, (_, id) => {
    const pageAt = from + (takes * id) / 31;
    const visible = changes.filter((one) => one.id === id && one.visible <= pageAt);
    return visible.toSorted((left, right) => left.at - right.at).at(-1);
  }).filter((version) => version !== undefined && version.at >= since) as Change[];
}

/** What is known when a pass begins: the mark, and in milliseconds since the epoch the time, and when the pass before began. */
type Known = { readonly mark: Mark; readonly now: number; readonly before: number };
/** From where a pass reads. Milliseconds since the epoch. */
type Rule = (known: Known) => number;

const theRule: Rule = ({ mark, now }) => {
  const { since } = nextPass(table, mark, { now: new Date(now), zone: "Europe/Paris", full: false });
  return since === undefined ? 0 : Date.parse(since);
};
/** A rule that is often met, and loses rows. */
const startOfTheLast: Rule = ({ before }) => before;

/** What is stored after some nights, the last one long after all changes, beside the truth, where each pass reads from where `rule` says. */
function storedAndTrue(changes: readonly Change[], nights: readonly Night[], rule: Rule) {
  const stored = new Map<number, number>();
  let mark: Mark = {};
  let [now, before] = [start, 0];
  const pass = (takes: number, fails: boolean): void => {
    const rows = read(changes, rule({ mark, now, before }), now, takes);
    for (const { id, at } of rows) stored.set(id, Math.max(at, stored.get(id) ?? 0));
    const maxSeen = rows.length === 0 ? null : new Date(Math.max(...rows.map(({ at }) => at))).toISOString();
    mark = advanceMark(mark, {
      t0: new Date(now).toISOString(),
      elapsedMs: takes,
      maxSeen,
      maxVersion: null,
      verified: !fails,
      pass: "incremental",
    });
    before = now;
    now += takes;
  };
  for (const { after, takes, fails } of nights) {
    now += after;
    pass(takes, fails);
  }
  now = Math.max(now, start + 5 * 86_400_000);
  pass(0, false);
  const truth = new Map<number, number>();
  for (const { id, at } of changes) truth.set(id, Math.max(at, truth.get(id) ?? 0));
  return { stored: byId(stored), truth: byId(truth) };
}

const byId = (rows: ReadonlyMap<number, number>) => [...rows].toSorted(([left], [right]) => left - right);

const nothingIsLost = (rule: Rule) =>
  fc.property(
    fc.array(change, { maxLength: 80 }),
    fc.array(night, { minLength: 1, maxLength: 6 }),
    (changes, nights) => {
      const { stored, truth } = storedAndTrue(changes, nights, rule);
      expect(stored).toEqual(truth);
    },
  );

test("of a source that changes while it is read, with late commits, slow and failing passes, nothing is lost", () => {
  fc.assert(nothingIsLost(theRule), { numRuns: 300 });
});

test("the same source shows a rule that loses rows: reading from the start of the pass before, without overlap", () => {
  expect(fc.check(nothingIsLost(startOfTheLast), { numRuns: 5_000, endOnFailure: true }).failed).toBe(true);
});
