import { expect, test } from "vitest";
import { wholePattern } from "../cast/broken-rule.ts";
import { patternProblems } from "./pattern-problems.ts";

const problemsOf = ({ source: pattern, flags }: RegExp) => patternProblems({ pattern, flags });

test.each([
  /\d{5}/,
  /\d[\dAB]\d{3}/,
  /[A-Z]{2,4}-?\d*/u,
  /[^@\s]+@[^@\s.]+\.[^@\s]+/,
  /\d{2}:\d{2}|\d{2}:\d{2}:\d{2}/,
  /\p{Lu}\p{Ll}+/u,
  /a{2,}b?c/,
  /[[\]\\]+x/,
  /\+?\d{8,15}/,
  /./,
])("%s is taken", (pattern) => {
  expect(problemsOf(pattern)).toEqual([]);
});

test.each<[RegExp, string]>([
  [/a/gi, "matches /a/gi: of flags only u is known, and always meant."],
  [/^\d+/, "matches /^\\d+/: the whole value is meant already, drop ^ and $."],
  [/\d+$/, "matches /\\d+$/: the whole value is meant already, drop ^ and $."],
  [
    /(a+)+b/,
    "matches /(a+)+b/, not known from its character 1 on: write characters, classes, escapes such as \\d, quantifiers, and | between whole alternatives.",
  ],
  [new RegExp("a\\-b"), "matches /a\\-b/, which is no pattern under the flag u."],
  [
    /\d+\w/,
    "matches /\\d+\\w/, in which \\d and \\w after it may take the same character: take it out of one of them.",
  ],
])("%s is refused, and what to write instead is said", (pattern, told) => {
  expect(problemsOf(pattern)).toEqual([told]);
});

test.each([/\bx/, /(?=a)a/, /(a)\1/, /a+?b/, /x(?:ab){2}/, /\u{41}/u])("%s is not known", (pattern) => {
  expect(problemsOf(pattern)[0]).toContain("not known from its character");
});

test.each([/a?a?b/, /a*b?a/, /x|.*@/, /\s{1,3} +/, /[^a]+👋/u])("%s leaves a character two ways", (pattern) => {
  expect(problemsOf(pattern)[0]).toContain("may take the same character");
});

test("a pattern that is longer than 200 characters is refused", () => {
  expect(patternProblems({ pattern: "a".repeat(201), flags: "" })).toEqual([
    "matches a pattern of 201 characters: 200 are the most.",
  ]);
});

test("the longest text is answered at once by a pattern that is taken, matching or not", () => {
  const email = wholePattern("[^@\\s]+@[^@\\s.]+\\.[^@\\s]+");
  expect(email.test(`${"a".repeat(100_000)}@b.c`)).toBe(true);
  expect(email.test("a@".repeat(100_000))).toBe(false);
});
