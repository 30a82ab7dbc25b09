import { expect, test } from "vitest";
import { sensorBoard } from "./sensor-board.ts";

test("the sensor's page tells what it started, what it could not place, and why a look failed", () => {
  expect(sensorBoard({ started: 3, waiting: 1, strays: [], failure: undefined })).toBe(
    "Loads started: 3; 1 events left to their runs.",
  );
  expect(
    sensorBoard({ started: 0, waiting: 2, strays: [{ key: "inbox/cleints/x.csv" }], failure: "The store is away." }),
  ).toBe(
    [
      "Loads started: 0; 2 events left to their runs.",
      "**The last look failed, and is made again:** The store is away.",
      "Objects that are for no table (the folder below `inbox/` is a table's key):",
      "- `inbox/cleints/x.csv`",
    ].join("\n\n"),
  );
});
