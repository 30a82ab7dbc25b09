import { expect, test } from "vitest";
import type { KekRotationResult } from "../../workflows/contracts/runs.ts";
import { kekLines } from "./kek-lines.ts";

const done: KekRotationResult = {
  vault: "a vault",
  wrapped: [
    { by: "v1", roots: 3 },
    { by: "v2", roots: 9 },
  ],
  newest: "v2",
  behind: 3,
  resumed: true,
  roots: 3,
  dryRun: true,
};
const all = [{ by: "v1", roots: 12 }];

test("a dry run says how many root keys which version would wrap anew", () => {
  expect(kekLines({ ...done, wrapped: all, newest: "v1", behind: 0, resumed: false, roots: 12 })).toEqual([
    "The key of a vault wrapped 12 by version v1.",
    "12 root keys would be wrapped anew, by a new version.",
  ]);
  expect(kekLines(done)).toEqual([
    "The key of a vault wrapped 3 by version v1, 9 by version v2.",
    "3 root keys would be wrapped anew, by version v2.",
  ]);
});

test("a rotation that ended what was begun says how another version is made", () => {
  expect(kekLines({ ...done, dryRun: false })[1]).toBe(
    "3 root keys are wrapped anew, by version v2. An earlier rotation, or the vault itself, had made that version: rotate again for another one.",
  );
});

test("of a vault that tells no versions, none is named", () => {
  const wrapped = [{ by: null, roots: 12 }];
  expect(kekLines({ ...done, wrapped, newest: null, resumed: false, roots: 12, dryRun: false })).toEqual([
    "The key of a vault wrapped 12 by a version that it does not tell.",
    "12 root keys are wrapped anew, by its newest version.",
  ]);
  expect(kekLines({ ...done, wrapped: [], newest: null, resumed: false, roots: 0 })[0]).toBe(
    "The key of a vault wrapped no root key yet.",
  );
});
