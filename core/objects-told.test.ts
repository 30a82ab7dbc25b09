import { expect, test } from "vitest";
import { oneObject } from "./objects-told.ts";

test("one object is told once, with nothing beside it", () => {
  expect(oneObject({ key: "inbox/sites/a.csv", etag: "e" })).toEqual({
    objects: [{ key: "inbox/sites/a.csv", etag: "e" }],
    duplicates: 0,
    foreign: 0,
    gone: 0,
  });
});
