import fc from "fast-check";
import { expect, test } from "vitest";
import { suppress, type Amounts, type Hidden, type Reason } from "./suppress.ts";

const profile = { people: 11, dominance: 0.85 };
/** A cell of one table, and what it is a part of. */
type Cell = Amounts & { readonly within: string };
const cell = (people: number, total: number, largest = total / Math.max(1, people), within = "a"): Cell => ({
  people,
  largest,
  total,
  within,
});
const pathOf = ({ within }: Cell, at: number): string => `${within}/${at}`;
/** Why each cell is hidden. */
const reasonsOf = (cells: readonly Cell[], already?: Hidden): readonly (Reason | undefined)[] => {
  const hidden = suppress(
    cells.map((one, at) => ({ path: pathOf(one, at), parts: [one] })),
    profile,
    already,
  );
  return cells.map((one, at) => hidden.get(pathOf(one, at)));
};

test("eleven people are shown and ten are not, with another beside them", () => {
  expect(reasonsOf([cell(11, 100), cell(40, 400), cell(50, 500)])).toEqual([undefined, undefined, undefined]);
  expect(reasonsOf([cell(10, 100), cell(40, 400), cell(50, 500)])).toEqual(["k", "complementary", undefined]);
});

test("a cell in which one person is nearly all is hidden, however many others there are", () => {
  expect(reasonsOf([cell(30, 100, 86), cell(40, 400), cell(50, 500)])[0]).toBe("dominance");
  expect(reasonsOf([cell(30, 100, 85), cell(40, 400)])).toEqual([undefined, undefined]);
});

test("several hidden cells that are too few people together hide a further one", () => {
  expect(reasonsOf([cell(2, 20), cell(3, 30), cell(40, 400), cell(50, 500)])).toEqual([
    "k",
    "k",
    "complementary",
    undefined,
  ]);
  expect(reasonsOf([cell(5, 50), cell(6, 60), cell(40, 400)])).toEqual(["k", "k", undefined]);
});

test("what a hidden wider cell is made of is hidden with it, since it is their sum, and so is the one hidden beside it", () => {
  const others = [cell(20, 200, 10, "b"), cell(30, 300, 10, "b"), cell(40, 400, 10, "c"), cell(50, 500, 10, "c")];
  expect(reasonsOf([cell(3, 30, 10, "a"), ...others])).toEqual([
    "k",
    "complementary",
    "complementary",
    undefined,
    undefined,
  ]);
  const deep = [cell(3, 30, 10, "a/x"), cell(40, 400, 10, "a/y"), cell(50, 500, 10, "b/z"), cell(60, 600, 10, "b/z")];
  expect(reasonsOf(deep)).toEqual(["k", "complementary", undefined, undefined]);
});

test("sales to nobody known are no person's, and are hidden last", () => {
  expect(reasonsOf([cell(0, 900, 0), cell(20, 200)])).toEqual([undefined, undefined]);
  expect(reasonsOf([cell(0, 900, 0), cell(3, 30), cell(20, 200)])).toEqual([undefined, "k", "complementary"]);
});

test("a territory is told of every base or of none: one base's few people hide its other bases too, and another territory", () => {
  const of = (people: number) => cell(people, people * 10);
  const cells = [
    { path: "a/x", parts: [of(3), of(30)] },
    { path: "a/y", parts: [of(20), of(20)] },
    { path: "a/z", parts: [of(40), of(0)] },
  ];
  expect([...suppress(cells, profile)]).toEqual([
    ["a/x", "k"],
    ["a/y", "complementary"],
  ]);
});

test("what is hidden of all bases together is hidden of each, for the same reason", () => {
  const cells = [cell(20, 200), cell(30, 300), cell(40, 400)];
  expect(reasonsOf(cells, new Map([["a/1", "dominance"]]))).toEqual(["complementary", "dominance", undefined]);
});

test("of two cells alike it is the same one that is hidden, in whatever order they come", () => {
  const [few, one, other] = ["a/1", "a/2", "a/3"].map((path) => ({
    path,
    parts: [cell(path === "a/1" ? 3 : 20, 0.3)],
  }));
  if (few === undefined || one === undefined || other === undefined) throw new Error("three cells");
  const hidden = [...suppress([few, one, other], profile).keys()];
  expect([...suppress([other, one, few], profile).keys()]).toEqual(hidden);
  expect(hidden).toEqual(["a/1", "a/2"]);
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
      const reasons = reasonsOf(cells);
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
