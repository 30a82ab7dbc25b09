import { expect, test } from "vitest";
import { foreignLoadId } from "../activities/foreign-load-id.ts";
import { foreignFolder } from "./foreign-folder.ts";

test("a dropped object's folder is that of the day it was dropped on, whenever it is asked for", () => {
  const loadId = foreignLoadId("inbox/people/a.csv", "e", new Date("2026-03-29T23:59:59.900Z"));
  expect(foreignFolder("people", loadId)).toEqual({ source: "inbox", table: "people", day: "2026-03-29", loadId });
});

test("an id that is no ULID has a day all the same", () => {
  expect(foreignFolder("people", "ZZZZZZZZZZ").day).toMatch(/^\+?\d+-\d\d/);
  expect(foreignFolder("people", "!").day).toBe("1970-01-01");
});
