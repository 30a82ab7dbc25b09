import { expect, test } from "vitest";
import { requireSameAnswers } from "./same-answers.ts";

const ours = [
  { code: "59", clients: 3, netOfVat: 100.1 },
  { code: "62", clients: 1, netOfVat: 0.2 },
];

test("answers are the same when rows, turnover and clients are, whatever their columns are called", () => {
  const theirs = ours.map(({ code, clients, netOfVat }) => ({ code, clients, net: netOfVat }));
  expect(() => requireSameAnswers("turnover", ours, theirs)).not.toThrow();
  expect(() => requireSameAnswers("turnover", [{ netOfVat: 1 }], [{ net: 1 }])).not.toThrow();
});

test.each([
  ["a row less", [{ clients: 4, net: 100.3 }], "1 rows, 10030 cents, 4 clients"],
  [
    "a cent less",
    [
      { clients: 3, net: 100.1 },
      { clients: 1, net: 0.19 },
    ],
    "2 rows, 10029 cents, 4 clients",
  ],
  [
    "a client more",
    [
      { clients: 4, net: 100.1 },
      { clients: 1, net: 0.2 },
    ],
    "2 rows, 10030 cents, 5 clients",
  ],
])("no figure is told when one side answers %s", (_, theirs, told) => {
  expect(() => requireSameAnswers("turnover", ours, theirs)).toThrow(
    `to "turnover" we answer 2 rows, 10030 cents, 4 clients, FastAPI ${told}`,
  );
});

test("no figure is told of answers without a row, nor without a turnover", () => {
  expect(() => requireSameAnswers("turnover", [], [])).toThrow('to "turnover" neither side answers anything');
  expect(() => requireSameAnswers("turnover", [{ netOfVat: 1 }], [{}])).toThrow("1 rows, NaN cents");
});
