import fc from "fast-check";
import { expect, test } from "vitest";
import { suppress, type PeopleCell } from "./suppress.ts";

const profile = { people: 11, dominance: 0.85 };
const cell = (people: number, total: number, largest = total / Math.max(1, people), within = "a"): PeopleCell => ({
  people,
  largest,
  total,
  within,
});

test("eleven people are shown and ten are not, with another beside them", () => {
  expect(suppress([cell(11, 100), cell(40, 400), cell(50, 500)], profile)).toEqual([undefined, undefined, undefined]);
  expect(suppress([cell(10, 100), cell(40, 400), cell(50, 500)], profile)).toEqual(["k", "complementary", undefined]);
});

test("a cell in which one person is nearly all is hidden, however many others there are", () => {
  expect(suppress([cell(30, 100, 86), cell(40, 400), cell(50, 500)], profile)[0]).toBe("dominance");
  expect(suppress([cell(30, 100, 85), cell(40, 400)], profile)).toEqual([undefined, undefined]);
});

test("several hidden cells that are too few people together hide a further one", () => {
  expect(suppress([cell(2, 20), cell(3, 30), cell(40, 400), cell(50, 500)], profile)).toEqual([
    "k",
    "k",
    "complementary",
    undefined,
  ]);
  expect(suppress([cell(5, 50), cell(6, 60), cell(40, 400)], profile)).toEqual(["k", "k", undefined]);
});

test("what a hidden wider cell is made of is hidden with it, since it is their sum, and so is the one hidden beside it", () => {
  const others = [cell(20, 200, 10, "b"), cell(30, 300, 10, "b"), cell(40, 400, 10, "c"), cell(50, 500, 10, "c")];
  expect(suppress([cell(3, 30, 10, "a"), ...others], profile)).toEqual([
    "k",
    "complementary",
    "complementary",
    undefined,
    undefined,
  ]);
  const deep = [cell(3, 30, 10, "a/x"), cell(40, 400, 10, "a/y"), cell(50, 500, 10, "b/z"), cell(60, 600, 10, "b/z")];
  expect(suppress(deep, profile)).toEqual(["k", "complementary", undefined, undefined]);
});

test("sales to nobody known are no person's, and are hidden last", () => {
  expect(suppress([cell(0, 900, 0), cell(20, 200)], profile)).toEqual([undefined, undefined]);
  expect(suppress([cell(0, 900, 0), cell(3, 30), cell(20, 200)], profile)).toEqual([undefined, "k", "complementary"]);
});

test("whatever the cells, what is hidden together is never one cell, too few people, nor dominated, unless all is hidden", () => {
  const cells = fc.array(
    fc
      .record({
        people: fc.nat(40),
        each: fc.integer({ min: 1, max: 50 }),
        more: fc.nat(2_000),
        within: fc.constantFrom("a", "b", "c"),
      })
      .map(({ people, each, more, within }) => ({
        people,
        within,
        largest: people === 0 ? 0 : each + more,
        total: people * each + more,
      })),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(cells, (cells) => {
      const reasons = suppress(cells, profile);
      const all = cells.map((one, at) => ({ ...one, hidden: reasons[at] !== undefined }));
      for (const one of all)
        if (one.people > 0 && (one.people < 11 || one.largest > one.total * 0.85)) expect(one.hidden).toBe(true);
      const hidden = all.filter((one) => one.hidden);
      if (hidden.length === 0 || hidden.length === all.length) return;
      expect(hidden.length).toBeGreaterThan(1);
      expect(hidden.reduce((sum, one) => sum + one.people, 0)).toBeGreaterThanOrEqual(11);
    }),
  );
});
