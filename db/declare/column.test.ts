import { expect, test } from "vitest";
import { code, columnSpec, decimal } from "./column.ts";

test("rules of a column's values stand in its spec as plain data", () => {
  expect(columnSpec("vatRate", decimal(4, 2).between(0, "30.00"))).toMatchObject({
    between: { atLeast: 0, atMost: "30.00" },
  });
  expect(columnSpec("openSince", decimal(4, 0).between(null, 2030).nullable())).toMatchObject({
    nullable: true,
    between: { atLeast: null, atMost: 2030 },
  });
  expect(columnSpec("postalCode", code(5).matching(/\d{5}/u))).toMatchObject({
    matching: { pattern: "\\d{5}", flags: "u" },
  });
});
