import { expect, test } from "vitest";
import { lineEnds } from "./line-ends.ts";

const linesOf = (text: string): readonly string[] => {
  const bytes = Buffer.from(text);
  let from = 0;
  return lineEnds(bytes).map((end) => {
    const line = bytes.toString("utf8", from, end);
    from = end + 1;
    return line;
  });
};

test("a line ends at its newline, the last one at the end of the text", () => {
  expect(linesOf("a\né\n\nb")).toEqual(["a", "é", "", "b"]);
  expect(linesOf("a\nb\n")).toEqual(["a", "b"]);
  expect(linesOf("")).toEqual([]);
});
