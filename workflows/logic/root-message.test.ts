import { expect, test } from "vitest";
import { rootMessage } from "./root-message.ts";

test("the message is that of the failure at the bottom of the chain", () => {
  const bottom = new Error("The vendor answers 401.");
  expect(rootMessage(new Error("child failed", { cause: new Error("activity failed", { cause: bottom }) }))).toBe(
    "The vendor answers 401.",
  );
  expect(rootMessage(bottom)).toBe("The vendor answers 401.");
  expect(rootMessage(new Error("alone", { cause: "a text" }))).toBe("alone");
});

test("what is no error has no message to tell", () => {
  expect(rootMessage("thrown text")).toBe("unknown failure");
});
