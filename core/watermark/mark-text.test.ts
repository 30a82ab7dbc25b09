import { expect, test } from "vitest";
import { markText } from "./mark-text.ts";

test("a mark is told by its instant, else by its version; an empty one by nothing", () => {
  expect(markText({ watermark: "2026-11-25T02:15:00Z" })).toBe("2026-11-25T02:15:00Z");
  expect(markText({ version: "42" })).toBe("42");
  expect(markText({})).toBeNull();
});
