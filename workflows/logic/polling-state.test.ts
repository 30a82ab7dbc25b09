import { expect, test } from "vitest";
import {
  failed,
  firstPolling,
  healthOf,
  held,
  mirrorOf,
  pollingBoard,
  polled,
  reset,
  unsaved,
  waitMs,
} from "./polling-state.ts";

const at = { now: Date.parse("2026-11-25T02:00:00Z"), everyMs: 3_600_000 };
const run = { key: "k", run: "run/file/k", at: "2026-11-25T02:00:00.000Z" };
const seen = polled(firstPolling(null), { cursor: "c1", runs: [run], repeated: 2 }, at);

test("failures wait twice as long each time, up to an hour, or up to the sensor's own pace", () => {
  expect([0, 1, 2, 3, 8, 9].map((failures) => waitMs(60_000, failures) / 1_000)).toEqual([
    60, 30, 60, 120, 3_600, 3_600,
  ]);
  expect(waitMs(86_400_000, 30)).toBe(86_400_000);
});

test("a look that went well moves the cursor, and forgets failures; one that failed keeps it", () => {
  const broken = failed(seen, "away", at);
  expect(broken).toMatchObject({ cursor: "c1", failures: 1, failure: "away", nextAt: "2026-11-25T02:00:30.000Z" });
  expect(healthOf(broken)).toBe("failing");
  const well = polled(broken, { cursor: "c2", runs: [], repeated: 0 }, at);
  expect(well).toMatchObject({ cursor: "c2", failures: 0, failure: null, polls: 3, started: 1, repeated: 2 });
  expect([healthOf(well), well.revision]).toEqual(["ok", 3]);
});

test("a look that could not be kept is made again from its cursor, unless somebody set another one", () => {
  const told = polled(seen, { cursor: "c2", runs: [run], repeated: 1 }, at);
  const paused = held(told, { who: "Ada Exemple", why: "a trial", at: run.at });
  const { polls, started, repeated, runs } = seen;
  expect(unsaved({ before: seen, told, current: paused })).toEqual({
    ...paused,
    cursor: "c1",
    polls,
    started,
    repeated,
    runs,
  });
  expect(unsaved({ before: seen, told, current: reset(told, "c9") }).cursor).toBe("c9");
});

test("one that is held is paused whatever failed, and looks at once when it goes on, or from another cursor", () => {
  const paused = held(failed(seen, "away", at), { who: "Ada Exemple", why: "a trial", at: run.at });
  expect(healthOf(paused)).toBe("paused");
  expect(held(paused, null)).toMatchObject({ pause: null, nextAt: null });
  expect(reset(seen, null)).toMatchObject({ cursor: null, nextAt: null });
});

test("a sensor that starts anew goes on from what the tables know", () => {
  expect(firstPolling(mirrorOf("file", seen))).toMatchObject({ cursor: "c1", revision: 1, nextAt: null });
});

test("its page tells cursor, looks, runs, and what went wrong", () => {
  const board = pollingBoard("file", {
    ...failed(seen, "The source is away.", at),
    refused: "`reset` was refused: no.",
  });
  expect(board.split("\n\n")).toEqual([
    "### file — failing",
    "✘ `reset` was refused: no.",
    "**1 polls failed one after another:** The source is away. The next one is at 2026-11-25T02:00:30.000Z.",
    expect.stringContaining("| `c1` | 2026-11-25T02:00:00.000Z | 2 | 1 | 2 |"),
    "- 2026-11-25T02:00:00.000Z [run/file/k](/namespaces/{namespace}/workflows/run%2Ffile%2Fk) for `k`",
  ]);
});
