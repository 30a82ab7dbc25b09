import { expect, test } from "vitest";
import { noFigures } from "../contracts/sensor-messages.ts";
import { sensorBoard } from "./sensor-board.ts";

const quiet = { ...noFigures, waiting: 0, strays: [], refused: null, failure: undefined };

test("the sensor's page tells what it started, and what came of the events", () => {
  expect(
    sensorBoard({ ...quiet, started: 3, waiting: 1, events: 9, duplicates: 2, foreign: 1, known: 1, gone: 2 }),
  ).toBe(
    [
      "Loads started: 3; 1 objects left to their runs or to the next look.",
      "Events: 9; 2 told of an object again, 1 were of keys that are not ours, 1 of loads that had ended, 2 of objects that are gone.",
    ].join("\n\n"),
  );
});

test("it tells how long its histories grew, what it refused, what it could not place, and why a look failed", () => {
  const board = sensorBoard({
    ...quiet,
    histories: 2,
    longestHistory: 1_204,
    refused: "objectCreated",
    strays: [{ key: "inbox/cleints/x.csv" }],
    failure: "The store is away.",
  });
  expect(board.split("\n\n").slice(2)).toEqual([
    "Went on under an empty history 2 times; the longest had 1204 events.",
    "**The last `objectCreated` was refused:** its argument is not as its description says.",
    "**The last look failed, and is made again:** The store is away.",
    "Objects that are for no table (the folder below `inbox/` is a table's key):",
    "- `inbox/cleints/x.csv`",
  ]);
});
