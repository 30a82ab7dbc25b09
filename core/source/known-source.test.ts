import { expect, test } from "vitest";
import { knownSource } from "./known-source.ts";

test("a source that there is has its name, another is refused with those that there are", () => {
  const sources = [{ name: "ponton" }, { name: "insee" }];
  expect(knownSource(sources, "insee")).toBe("insee");
  expect(() => knownSource(sources, "pontoon")).toThrow('There is no source "pontoon". Choose among ponton, insee.');
});
