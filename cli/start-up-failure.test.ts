import { expect, test } from "vitest";
import { SillageError } from "../core/errors.ts";
import { startUpFailure } from "./start-up-failure.ts";

test("an error of ours is told by its code, what happened and what to do, without a stack", () => {
  const error = new SillageError({ code: "config.missing", message: "A setting is missing.", fix: "Set it." });
  expect(startUpFailure(error)).toBe("config.missing: A setting is missing. Set it.");
});

test("any other error is told by its name and where it was thrown, never by its message", () => {
  const told = startUpFailure(new TypeError("row of Exemple-Canari"));
  expect(told).toMatch(/^TypeError\n {4}at .*start-up-failure\.test\.ts/);
  expect(told).not.toContain("Exemple-Canari");
});
