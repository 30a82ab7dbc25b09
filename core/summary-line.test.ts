import { expect, test } from "vitest";
import { summaryLine } from "./summary-line.ts";

test("a short summary stays, one that Temporal would refuse is cut", () => {
  expect(summaryLine("plan of clients")).toBe("plan of clients");
  const cut = summaryLine(`plan of ${"clients or ".repeat(60)}sites`);
  expect(cut).toMatch(/^plan of clients or .*…$/);
  expect(Buffer.byteLength(cut)).toBeLessThan(400);
});
