import { expect, test } from "vitest";
import { pollingSensor, sensorProblems } from "./sensor.ts";

const declared = (name: string, every: "1 hour" | "0 seconds" = "1 hour") =>
  pollingSensor(name, { doc: "", every, poll: async (_, cursor) => ({ cursor, requests: [] }) });

test("a sensor is declared with how often it looks", () => {
  expect(declared("file")).toMatchObject({ name: "file", everyMs: 3_600_000 });
  expect(sensorProblems([declared("file"), declared("folder")])).toEqual([]);
});

test("names that are none, taken or the engine's, and looks without a pause, are told all at once", () => {
  expect(
    sensorProblems([
      declared("My File"),
      declared("landing"),
      declared("file"),
      declared("file"),
      declared("fast", "0 seconds"),
    ]),
  ).toEqual([
    'No sensor can be called "My File": use small letters, digits and underscores, a letter first, 48 at most.',
    'No sensor can be called "landing": the engine\'s own is.',
    'Two sensors are called "file": give each a name of its own.',
    "Sensor fast: it polls every 0 ms: set `every` to a second or more.",
  ]);
});
