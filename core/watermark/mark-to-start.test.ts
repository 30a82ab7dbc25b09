import { expect, test } from "vitest";
import { markToStart } from "./mark-to-start.ts";

const landed = { watermark: "2026-11-24T02:00:00.000Z", lastFull: "2026-11-22T02:00:00.000Z" };
const loaded = { ...landed, watermark: "2026-11-23T02:00:00.000Z" };

test("a pass starts from the landed mark where no load was refused, or what was refused is loaded by now", () => {
  expect(markToStart(landed, undefined)).toEqual(landed);
  expect(markToStart(landed, landed)).toEqual(landed);
  expect(markToStart(loaded, landed)).toEqual(loaded);
});

test("where landing went on behind a refused load, a pass starts from what is loaded", () => {
  expect(markToStart(landed, loaded)).toEqual(loaded);
  expect(markToStart({ version: "10" }, { version: "9" })).toEqual({ version: "9" });
});

test("where a reading of everything was refused, everything is read", () => {
  expect(markToStart(landed, { ...landed, lastFull: "2026-11-15T02:00:00.000Z" })).toEqual({});
  expect(markToStart(landed, {})).toEqual({});
});
