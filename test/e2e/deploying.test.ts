import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleOf } from "../../worker/bundle.ts";
import { replayHistories, strayTypes, type TypeReplay } from "../../worker/replay-histories.ts";
import { silentRuntime } from "../../worker/silent-runtime.ts";
import { workflowTypes } from "../../worker/workflow-types.ts";
import { queue } from "../../workflows/contracts/ids.ts";
import { until, type TestDemo } from "../harness/demo.ts";
import { playedDemo } from "../harness/played-demo.ts";
import { startLine, startSillage } from "../harness/run-command.ts";
import { isSillage, shellLines } from "../harness/shown-commands.ts";

const shown = shellLines("docs/deploying.md");

test("the guide shows no other command than those that are run", () => {
  expect(shown.filter((line) => !isSillage(line))).toEqual([]);
  expect(shown.length).toBeGreaterThan(5);
});

describe("deploying, on a stack that has workflows of every type", () => {
  let night: TestDemo;
  beforeAll(async () => {
    silentRuntime();
    night = await playedDemo();
  });
  afterAll(() => night.stop());

  test("histories of every type, running and closed, replay against this code", async () => {
    const args = ["replay", "--last", "4", "--json", "--data-dir", night.dataDir];
    const { code, stdout, stderr } = await startSillage(args).ended;
    const told: { readonly ok: boolean; readonly types: readonly TypeReplay[] } = JSON.parse(stdout);
    expect([code, told.ok, stderr.includes("sillage: ")]).toEqual([0, true, false]);
    expect(told.types.map(({ type }) => type).toSorted()).toEqual([...workflowTypes].toSorted());
    for (const { replayed, failed } of told.types) expect([replayed > 0, failed]).toEqual([true, 0]);
    expect(told.types.find(({ type }) => type === "assetState")?.replayed).toBe(4);
  });

  test("code that takes other steps is told by type, with the workflow and the first difference", async () => {
    const bundle = await bundleOf(new URL("../fakes/broken-workflows.ts", import.meta.url));
    const types = ["ingestLoad", "buildMart", "extractTable"];
    const [load, mart, extract] = await replayHistories(night.demo.client, {
      bundle,
      types,
      last: 3,
      report: () => undefined,
    });
    expect(load).toMatchObject({ replayed: 3, failed: 0, first: null });
    expect(mart).toMatchObject({
      replayed: 3,
      failed: 3,
      first: { message: expect.stringMatching(/TypeError.*buildMart/s) },
    });
    expect(extract).toMatchObject({
      replayed: 3,
      failed: 3,
      first: {
        workflowId: expect.stringContaining("/extract/"),
        message: expect.stringMatching(/nondeterminism/i),
      },
    });
  });

  test("a workflow that runs and that the code has not is a failure", async () => {
    const { client } = night.demo;
    const forgotten = await client.workflow.start("forgottenType", {
      workflowId: "forgotten",
      taskQueue: queue.control,
    });
    try {
      await until("it is listed", async () => (await strayTypes(client, workflowTypes)).length === 1);
      const args = ["replay", "--last", "1", "--json", "--data-dir", night.dataDir];
      const { code, stdout } = await startSillage(args).ended;
      const told: { readonly types: readonly TypeReplay[] } = JSON.parse(stdout);
      expect([code, told.types.filter(({ failed }) => failed > 0)]).toEqual([
        1,
        [
          {
            type: "forgottenType",
            replayed: 0,
            failed: 1,
            first: {
              workflowId: "forgotten",
              runId: forgotten.firstExecutionRunId,
              message: 'This code has no workflow type "forgottenType".',
            },
          },
        ],
      ]);
    } finally {
      await forgotten.terminate();
    }
  });

  test.each([
    ["--workflow assetStat", 'There is no workflow type "assetStat". Did you mean assetState?'],
    ["--workflow xyz", 'There is no workflow type "xyz". Choose among '],
    ["--last 0", "--last is 0. Give a whole number from 1 to 10,000."],
  ])("replay %s is refused", async (args, says) => {
    const { code, stderr } = await startSillage(["replay", ...args.split(" "), "--data-dir", night.dataDir]).ended;
    expect([code === 0, stderr]).toEqual([false, expect.stringContaining(says)]);
  });

  test.each(shown)("%s", async (line) => {
    const { code, stdout, stderr } = await startLine(`${line} --data-dir ${night.dataDir}`).ended;
    expect([code, stderr.includes("sillage: ")]).toEqual([0, false]);
    expect(stdout.trim()).not.toBe("");
  });
});
