import { afterAll, beforeAll, expect, test } from "vitest";
import type { AssetRunResult } from "../../workflows/contracts/runs.ts";
import type { PollingStateV1 } from "../../workflows/contracts/polling.ts";
import { begunDemo } from "../harness/begun-demo.ts";
import { until, type TestDemo } from "../harness/demo.ts";
import { startLine } from "../harness/run-command.ts";

let night: TestDemo;
beforeAll(async () => {
  night = await begunDemo();
});
afterAll(() => night.stop());

const sensor = () => night.demo.client.workflow.getHandle("sensor/communes_file");
const state = () => sensor().query<PollingStateV1>("sensor");
const command = async (line: string) =>
  JSON.parse(
    (await startLine(`npm run -s sillage -- sensors ${line} --json --data-dir ${night.dataDir}`).ended).stdout,
  );

/** Look now, and wait until it did. */
async function look(): Promise<PollingStateV1> {
  const { polls } = await state();
  await sensor().signal("poll");
  await until("it looked", async () => (await state()).polls > polls);
  return state();
}

test("a sensor of the deployment remembers a file's header, and reads the table again once it changed", async () => {
  await until("it looked", async () => (await state()).polls > 0);
  const first = await look();
  expect(first).toMatchObject({ cursor: "Thu, 01 Jan 2026 00:00:00 GMT", started: 0, failures: 0 });
  night.demo.ponton.publish(new Date("2026-11-01T00:00:00Z"));
  const { runs, started, cursor } = await look();
  expect([started, cursor]).toEqual([1, "Sun, 01 Nov 2026 00:00:00 GMT"]);
  const id = runs[0]?.run ?? "";
  expect(id).toMatch(/^run\/communes_file\/[0-9a-f]{16}$/);
  const { steps } = (await night.demo.client.workflow.getHandle(id).result()) as AssetRunResult;
  expect(steps.map(({ asset }) => asset)).toEqual(["communes"]);
  expect(await command("show communes_file")).toMatchObject({ state: "polling", runs: [{ run: id }] });
});

test("a cursor set by hand is looked from at once; a run key that had its run gets no other", async () => {
  expect(await command("reset communes_file --cursor 'Wed, 01 Jan 2020 00:00:00 GMT' --reason 'a trial'")).toEqual({
    sensor: "communes_file",
    oldValue: "Sun, 01 Nov 2026 00:00:00 GMT",
    newValue: "Wed, 01 Jan 2020 00:00:00 GMT",
  });
  await until("it looked", async () => (await state()).cursor === "Sun, 01 Nov 2026 00:00:00 GMT");
  expect(await state()).toMatchObject({ started: 1, repeated: 1 });
});

test("one that is paused looks no more, one whose look fails says why and looks again; wrong signals change nothing", async () => {
  await command("pause communes_file --reason 'a trial'");
  const before = await state();
  for (const [signal, argument] of [
    ["reset", { cursor: 7, who: "Ada Exemple", why: "a trial" }],
    ["pause", { who: 7 }],
    ["resume", "now"],
    ["declared", { everyMs: "often" }],
  ] as const)
    await sensor().signal(signal, argument);
  const after = await state();
  expect(after.refused).toContain("`resume` was refused");
  expect({ ...after, refused: null }).toEqual({ ...before, refused: null });
  expect(await command("list")).toMatchObject({
    landing: { foreign: 0 },
    sensors: [{ name: "communes_file", state: "paused", pause: { why: "a trial" } }],
  });
  await night.fault([{ table: "communes.csv", kind: "403" }]);
  await command("resume communes_file --reason 'a trial'");
  await until("a look failed", async () => (await state()).failures > 0);
  expect((await state()).failure).toMatch(/refuses|forbid|access/i);
  expect(await look()).toMatchObject({ failures: 0, failure: null });
  expect(await command("show nothing")).toMatchObject({ error: { code: "sensor.unknown" } });
});

test("a sensor that Temporal lost goes on from its cursor in our own tables", async () => {
  const { cursor } = await state();
  await sensor().terminate("a trial");
  process.kill(night.demo.runtime.process.pid() ?? 0, "SIGKILL");
  await until("it is there again", async () => (await state().catch(() => undefined))?.polls === 1, 120_000);
  expect(await state()).toMatchObject({ cursor, started: 0 });
});
