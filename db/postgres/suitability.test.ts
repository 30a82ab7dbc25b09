import { expect, test } from "vitest";
import { suitability } from "./suitability.ts";

test("a PostgreSQL that the statements are written for suits, an older one does not", () => {
  expect(suitability(16)).toEqual({ state: "ok", detail: "PostgreSQL 16" });
  expect(suitability(14)).toEqual({
    state: "failed",
    detail: "PostgreSQL 14 is older than 15",
    fix: "Use PostgreSQL 15 or newer.",
  });
});
