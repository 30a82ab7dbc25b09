import { expect, test } from "vitest";
import { mediaOf } from "./media.ts";

test.each([
  [undefined, {}, "json"],
  ["*/*", {}, "json"],
  ["text/csv", {}, "csv"],
  ["text/csv", { csv: "excel" }, "excel"],
  ["application/json;q=0.2, text/csv", {}, "csv"],
  ["text/csv;q=0.2, */*", {}, "json"],
  ["text/csv;q=0, application/*", {}, "json"],
  ["text/*", {}, "csv"],
  ["image/png", {}, undefined],
  ["application/json;q=0", {}, undefined],
  ["image/png", { format: "csv" }, "csv"],
  ["text/csv", { format: "json" }, "json"],
] as const)("Accept %s with %o is answered as %s", (accept, query, media) => {
  expect(mediaOf(accept, query)).toBe(media);
});
