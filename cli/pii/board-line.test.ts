import { expect, test } from "vitest";
import { boardLine } from "./board-line.ts";

test("a board that tells how far a rotation is stands behind a bar", () => {
  expect(boardLine("Key of a vault: **5** of 20 root keys wrapped anew\n\n\u200b")).toBe(
    "[█████░░░░░░░░░░░░░░░] Key of a vault: 5 of 20 root keys wrapped anew",
  );
  expect(boardLine("Epoch 1 to 2: **0** of 0 people moved")).toBe(
    "[████████████████████] Epoch 1 to 2: 0 of 0 people moved",
  );
});

test("any other board is told without a bar, and of one that is not there nothing is", () => {
  expect(boardLine("Epoch 2 is active: **7** people open.")).toBe("Epoch 2 is active: 7 people open.");
  expect(boardLine("")).toBe("");
});
