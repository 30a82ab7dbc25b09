import { expect, test } from "vitest";
import { SillageError } from "./errors.ts";

test("an error says what happened, then what to do", () => {
  const error = new SillageError({ code: "a.b", message: "It broke.", fix: "Mend it." });
  expect(error).toMatchObject({ name: "SillageError", message: "It broke. Mend it.", fix: "Mend it." });
});

test("a message that ends a list is followed by its fix on a line of its own", () => {
  expect(new SillageError({ code: "a.b", message: "Two things:\n  - a\n", fix: "Mend them." }).message).toBe(
    "Two things:\n  - a\nMend them.",
  );
});

test("no retry helps unless it is said, and a cause is kept", () => {
  const cause = new Error("below");
  expect(new SillageError({ code: "a.b", message: "A.", fix: "B." }).retryable).toBe(false);
  expect(
    new SillageError({ code: "a.b", message: "A.", fix: "B.", retryable: true, retryAfterMs: 5, cause }),
  ).toMatchObject({ retryable: true, retryAfterMs: 5, cause });
});
