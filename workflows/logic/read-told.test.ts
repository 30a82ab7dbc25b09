import { expect, test } from "vitest";
import { readObject, readObjects } from "./read-told.ts";

test("an object is a key and an etag", () => {
  expect(readObject({ key: "inbox/a/b.csv", etag: "e", more: 1 })).toEqual({ key: "inbox/a/b.csv", etag: "e" });
  for (const told of [
    undefined,
    null,
    7,
    "inbox/a/b.csv",
    {},
    { key: "", etag: "e" },
    { key: "k" },
    { key: 1, etag: "e" },
  ])
    expect(readObject(told)).toBeUndefined();
});

test("many objects are understood whole or not at all", () => {
  const told = { objects: [{ key: "k", etag: "e" }], duplicates: 1, foreign: 0, gone: 2 };
  expect(readObjects(told)).toEqual(told);
  for (const wrong of [
    null,
    [],
    { ...told, objects: "k" },
    { ...told, objects: [{ key: "k", etag: "e" }, null] },
    { ...told, duplicates: -1 },
    { ...told, foreign: 0.5 },
    { ...told, gone: "2" },
  ])
    expect(readObjects(wrong)).toBeUndefined();
});
