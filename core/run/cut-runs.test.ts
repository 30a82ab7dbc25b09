import { expect, test } from "vitest";
import type { RunEnded, RunFilter, RunRecord } from "../ports/runs.ts";
import { cutRuns } from "./cut-runs.ts";

const kept = (id: string): RunRecord => ({
  id,
  job: "nightly",
  selection: null,
  full: false,
  trigger: "schedule",
  who: null,
  rerunOf: null,
  attempt: 1,
  logicalAt: "2026-11-25T02:15:00.000Z",
  logicalDay: "2026-11-25",
  zone: "UTC",
  startedAt: "2026-11-25T02:15:00.000Z",
  assets: [],
  state: "running",
  endedAt: null,
  failures: 0,
  code: null,
  detail: "",
});

test("runs that are kept as running and run no longer are written down as cut; the others go on", async () => {
  const ends: RunEnded[] = [];
  const asked: RunFilter[] = [];
  const runs = {
    runs: async (filter: RunFilter) => (asked.push(filter), [kept("run/1"), kept("run/2")]),
    endRun: async (end: RunEnded) => void ends.push(end),
  };
  const now = new Date("2026-11-25T08:00:00Z");
  expect(await cutRuns(runs, async (id) => id === "run/1", now)).toEqual(["run/2"]);
  expect(asked).toEqual([{ job: null, state: "running", since: null, asset: null, limit: 1_000 }]);
  expect(ends).toEqual([
    expect.objectContaining({ id: "run/2", state: "cut", code: "run.cut", endedAt: "2026-11-25T08:00:00.000Z" }),
  ]);
});
