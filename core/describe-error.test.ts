import { expect, test } from "vitest";
import { SillageError } from "./errors.ts";
import { describeError } from "./describe-error.ts";

const secret = "Exemple-Canari";

test("a foreign error is told by name, code and our own frames, never by its message", () => {
  const error = Object.assign(new TypeError(`${secret}\n    at ${secret} (x.ts:1:1)`), { code: "23505" });
  const told = describeError(error);
  expect(told).toMatch(/^TypeError 23505\n {4}at .*describe-error\.test\.ts/);
  expect(told).not.toContain(secret);
  expect(told).not.toContain("node_modules");
});

test("a parser's complaint about a line does not show the line", () => {
  try {
    JSON.parse(`${secret} {`);
  } catch (error) {
    expect(describeError(error)).toMatch(/^SyntaxError\b/);
    expect(describeError(error)).not.toContain(secret);
  }
  expect.assertions(2);
});

test("our own error is told with its message, and its cause by name only", () => {
  const cause = Object.assign(new Error(secret), { code: `${secret} with spaces` });
  const told = describeError(new SillageError({ code: "a.b", message: "It broke.", fix: "Mend it.", cause }));
  expect(told).toMatch(/^a\.b: It broke\. Mend it\.\n {4}at /);
  expect(told).toMatch(/\n {2}caused by Error$/);
  expect(told).not.toContain(secret);
});

test("an error whose stack is lost, or was written by another hand, shows no line of it", () => {
  expect(describeError(Object.assign(new Error(secret), { stack: undefined }))).toBe("Error");
  expect(describeError(Object.assign(new Error("another"), { stack: `${secret}\n    at ${secret}` }))).toBe("Error");
});

test("what is no error is told by its type", () => {
  expect(describeError(secret)).toBe("a thrown string");
});
