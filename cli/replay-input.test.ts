import { expect, test } from "vitest";
import { replayInput } from "./replay-input.ts";

test("a replay is of a table or of a load", () => {
  expect(replayInput({ table: "payments" })).toEqual({ table: "payments" });
  expect(replayInput({ load: "01J" })).toEqual({ loadId: "01J" });
});

test.each([
  [{}, "neither"],
  [{ table: "payments", load: "01J" }, "both"],
])("asked for %j, it says what is missing", (options, given) => {
  expect(() => replayInput(options)).toThrow(
    expect.objectContaining({
      code: "quarantine.what",
      message: `Either --table or --load says what to replay; ${given} was given. See \`sillage quarantine list\` for tables and loads.`,
    }),
  );
});
