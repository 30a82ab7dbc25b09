import { expect, test } from "vitest";
import { inDialects } from "./in-dialects.ts";

test("a dialect's thing is made once, when it is asked for, and nobody else's with it", () => {
  const made: string[] = [];
  const things = inDialects((dialect) => (made.push(dialect), `in ${dialect}`));
  expect(made).toEqual([]);
  expect([things.postgres, things.postgres]).toEqual(["in postgres", "in postgres"]);
  expect(made).toEqual(["postgres"]);
});

test("on the wire it is there in every dialect", () => {
  expect(JSON.parse(JSON.stringify(inDialects((dialect) => dialect)))).toEqual({
    postgres: "postgres",
    mssql: "mssql",
  });
});
