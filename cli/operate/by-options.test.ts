import { expect, test } from "vitest";
import { auditedBy, byOf } from "./by-options.ts";

test("who changes something is the user of the system unless told, and why is what was said", () => {
  expect(byOf({ reason: " a trial ", who: "Ada Exemple" })).toEqual({ who: "Ada Exemple", why: "a trial" });
  expect(byOf({ reason: "a trial" }).who).not.toBe("");
});

test("a change on its way into the audit has an id of its own and its instant", () => {
  const told = { reason: "a trial", who: "Ada Exemple" };
  expect(auditedBy(told)).toEqual({
    who: "Ada Exemple",
    why: "a trial",
    id: expect.stringMatching(/^[0-9A-Z]{26}$/),
    at: expect.stringMatching(/Z$/),
  });
  expect(auditedBy(told).id).not.toBe(auditedBy(told).id);
});

test.each([
  [
    {},
    "usage.reason",
    "--reason is missing. Every change by hand is kept with who made it and why: give 1 to 300 characters.",
  ],
  [
    { reason: "a".repeat(301) },
    "usage.reason",
    "--reason has 301 characters. Every change by hand is kept with who made it and why: give 1 to 300 characters.",
  ],
  [
    { reason: "x", who: " " },
    "usage.who",
    "--who is missing. Every change by hand is kept with who made it and why: give 1 to 100 characters.",
  ],
])("%j is refused", (options, code, message) => {
  expect(() => byOf(options)).toThrow(expect.objectContaining({ code, message }));
});
