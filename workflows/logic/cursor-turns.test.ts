import fc from "fast-check";
import { expect, test } from "vitest";
import type { AcquireAnswer } from "../../core/ports/asset-entities.ts";
import { emptyState, type AssetStateV1 } from "../contracts/state.ts";
import { acquire, drop, release, toWake } from "./cursor-turns.ts";

const start = Date.parse("2026-11-25T02:15:00Z");
const minute = 60_000;
const at = (minutes: number): Date => new Date(start + minutes * minute);
const ask = (state: AssetStateV1, holder: string, minutes = 0) =>
  acquire(state, { holder, placeMs: 30 * minute }, at(minutes));
/** The state after some holders asked, one after another. */
const asked = (...holders: readonly string[]): AssetStateV1 =>
  holders.reduce((state, holder) => ask(state, holder).state, emptyState("orders"));
const names = (answer: AcquireAnswer): readonly string[] =>
  answer.granted || answer.paused ? [] : answer.ahead.map(({ holder }) => holder);

test("the first to ask gets the cursor, the mark and the next fence", () => {
  const known = { ...emptyState("orders"), fence: 7, mark: { watermark: "2026-11-24T02:15:00Z" } };
  const { state, answer } = ask(known, "a");
  expect(answer).toEqual({ granted: true, mark: { watermark: "2026-11-24T02:15:00Z" }, fence: 8 });
  expect(state.lease).toEqual({ holder: "a", fence: 8, until: null });
});

test("whoever asks while it is held is told every turn that comes first", () => {
  const { answer, state } = ask(asked("a", "b"), "c");
  expect(answer).toEqual({
    granted: false,
    paused: false,
    ahead: [
      { holder: "a", fence: 1, until: null },
      { holder: "b", fence: null, until: "2026-11-25T02:45:00.000Z" },
    ],
  });
  expect(state.waiting.map(({ holder }) => holder)).toEqual(["b", "c"]);
});

test("a free cursor goes to the head of the queue, not to whoever asks first", () => {
  const freed = release(asked("a", "b", "c"), { holder: "a", fence: 1, outcome: "landed" });
  expect(names(ask(freed, "c").answer)).toEqual(["b"]);
  expect(names(ask(freed, "newcomer").answer)).toEqual(["b", "c"]);
  const { state, answer } = ask(freed, "b");
  expect(answer).toMatchObject({ granted: true, fence: 2 });
  expect(state.waiting.map(({ holder }) => holder)).toEqual(["c"]);
});

test("asking again keeps the place and lengthens it", () => {
  const { state } = ask(asked("a", "b", "c"), "b", 20);
  expect(state.waiting).toEqual([
    { holder: "b", fence: null, until: "2026-11-25T03:05:00.000Z" },
    { holder: "c", fence: null, until: "2026-11-25T02:45:00.000Z" },
  ]);
});

test("a place that nobody renews is over; a lease lasts, since a first reading may take days", () => {
  expect(names(ask(asked("a", "b", "c"), "d", 45).answer)).toEqual(["a"]);
  expect(names(ask(asked("a", "b"), "c", 90 * 24 * 60).answer)).toEqual(["a"]);
});

test("the holder of the lease gets it again under a greater fence", () => {
  expect(ask(asked("a", "b"), "a").answer).toMatchObject({ granted: true, fence: 2 });
});

test("nobody gets, or waits for, the cursor of a paused asset", () => {
  const paused = { ...asked("a", "b", "c"), paused: true };
  expect(ask(paused, "b")).toMatchObject({
    state: { waiting: [{ holder: "c" }] },
    answer: { granted: false, paused: true },
  });
  expect(toWake(paused, at(1)).map(({ holder }) => holder)).toEqual(["b", "c"]);
});

test("a lease under another fence is not given back; fence null gives back whatever the holder has", () => {
  const state = asked("a", "b");
  expect(release(state, { holder: "a", fence: 9, outcome: "failed" })).toMatchObject({
    lease: { holder: "a" },
    failing: false,
  });
  expect(release(state, { holder: "a", fence: null, outcome: "cancelled" }).lease).toBeNull();
  expect(release(state, { holder: "b", fence: null, outcome: "cancelled" })).toMatchObject({
    lease: { holder: "a" },
    waiting: [],
  });
});

test("a failed extraction is remembered; a landed or a cancelled one changes nothing of that", () => {
  const after = (outcome: "landed" | "failed" | "cancelled", failing: boolean) =>
    release({ ...asked("a"), failing }, { holder: "a", fence: 1, outcome }).failing;
  expect(after("failed", false)).toBe(true);
  expect(after("cancelled", false)).toBe(false);
  expect(after("landed", true)).toBe(true);
});

test("turns are taken away only as they were seen", () => {
  const state = asked("a", "b", "c");
  const seen = [...(state.lease === null ? [] : [state.lease]), ...state.waiting.slice(0, 1)];
  expect(drop(state, { turns: seen })).toMatchObject({ lease: null, waiting: [{ holder: "c" }] });
  const renewed = ask(ask(state, "a").state, "b", 5).state;
  expect(drop(renewed, { turns: seen })).toEqual(renewed);
});

test("the head of the queue is woken when the lease is free, nobody while it is held", () => {
  const state = asked("a", "b", "c");
  const woken = (of: AssetStateV1, minutes: number) => toWake(of, at(minutes)).map(({ holder }) => holder);
  expect(woken(state, 0)).toEqual([]);
  expect(woken({ ...state, lease: null }, 0)).toEqual(["b"]);
  expect(woken({ ...state, lease: null }, 31)).toEqual([]);
});

test("whoever asks, gives back, dies or pauses in whatever order, there is one lease at a time, fences grow, and nobody overtakes the head", () => {
  const holders = fc.constantFrom("a", "b", "c", "d");
  const moves = fc.oneof(
    fc.record({ move: fc.constantFrom("ask" as const, "release" as const, "die" as const), holder: holders }),
    fc.record({ move: fc.constantFrom("pause" as const, "resume" as const), holder: fc.constant("") }),
  );
  fc.assert(
    fc.property(fc.array(moves, { maxLength: 60 }), (all) => {
      let state = emptyState("orders");
      all.forEach(({ move, holder }, minutes) => {
        const before = state;
        if (move === "pause" || move === "resume") state = { ...state, paused: move === "pause" };
        if (move === "release") state = release(state, { holder, fence: null, outcome: "landed" });
        if (move === "die")
          state = drop(state, {
            turns: [...(state.lease === null ? [] : [state.lease]), ...state.waiting].filter(
              (turn) => turn.holder === holder,
            ),
          });
        if (move !== "ask") return;
        const { state: next, answer } = ask(state, holder, minutes);
        state = next;
        expect(next.waiting.filter((place) => place.holder === holder).length).toBe(
          answer.granted || answer.paused ? 0 : 1,
        );
        if (!answer.granted) return;
        const alive = before.waiting.filter(({ until }) => Date.parse(until) > at(minutes).getTime());
        expect(before.paused).toBe(false);
        expect(answer.fence).toBe(before.fence + 1);
        expect(before.lease?.holder === holder || (alive[0]?.holder ?? holder) === holder).toBe(true);
      });
    }),
  );
});
