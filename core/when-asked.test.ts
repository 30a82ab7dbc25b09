import { expect, test } from "vitest";
import { whenAsked } from "./when-asked.ts";

test("a value is made by the first asking and kept for the next ones, even one that is nothing", () => {
  let made = 0;
  const value = whenAsked(() => void made++);
  expect(made).toBe(0);
  expect([value(), value(), made]).toEqual([undefined, undefined, 1]);
});

test("what could not be made is made by the next asking", () => {
  let tried = 0;
  const value = whenAsked(() => {
    if (++tried === 1) throw new Error("not yet");
    return tried;
  });
  expect(value).toThrow("not yet");
  expect(value()).toBe(2);
});
