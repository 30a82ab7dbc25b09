import { readdirSync, readFileSync } from "node:fs";
import { DefaultLogger, Runtime, Worker } from "@temporalio/worker";
import { beforeAll, expect, test } from "vitest";
import * as workflows from "../../workflows/index.ts";
import { workflowBundle } from "../../worker/bundle.ts";
import { earlierFolder, historyFolder, type RecordedHistory } from "./histories.ts";

const recordedIn = (folder: URL) =>
  readdirSync(folder).map((name) => {
    const history: RecordedHistory = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    return { name, ...history };
  });
const recorded = recordedIn(historyFolder);

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger("WARN") });
  await workflowBundle();
});

test("every workflow type was recorded", () => {
  expect(new Set(recorded.map(({ type }) => type))).toEqual(new Set(Object.keys(workflows)));
});

test.each([...recorded, ...recordedIn(earlierFolder)])(
  "$name replays: today's code takes the steps that were recorded",
  async ({ workflowId, history }) => {
    await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, history, workflowId);
  },
);

test("a history that today's code would not write is refused", async () => {
  const sensor = recorded.find(({ type }) => type === "landingSensor");
  const asAnother: unknown = JSON.parse(
    JSON.stringify(sensor?.history).replace('"name":"landingSensor"', '"name":"replayQuarantine"'),
  );
  await expect(
    Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, asAnother, sensor?.workflowId),
  ).rejects.toThrow(/determinism/i);
});
