import { afterAll, beforeAll, expect, test } from "vitest";
import type { ToldRun } from "../../cli/runs/read-runs.ts";
import type { PagedRun } from "../../cli/runs/run-pages.ts";
import type { AssetDay } from "../../core/ports/runs.ts";
import { awaitRun, startRun } from "../../cli/run-job.ts";
import { begunDemo } from "../harness/begun-demo.ts";
import { until, type TestDemo } from "../harness/demo.ts";
import { toldCommands } from "../harness/told-commands.ts";
import { webhookReceiver, type WebhookReceiver } from "../harness/webhook-receiver.ts";

let night: TestDemo;
let alerts: WebhookReceiver;
beforeAll(async () => {
  alerts = await webhookReceiver();
  night = await begunDemo({ ALERTS_URL: alerts.url });
});
afterAll(async () => {
  await night.stop();
  await alerts.stop();
});

const { sillage, told, refused } = toldCommands(() => night.dataDir);
const show = (run: string) => told<PagedRun>("runs", "show", run);
const begin = (selection: string) =>
  startRun(night.demo.client, { job: "selection", selection, full: false, ingestion: night.demo.ingestion });
const ended = (run: string) => awaitRun(night.demo.client, run).catch(() => undefined);
const statesOf = ({ steps }: PagedRun) =>
  Object.fromEntries(steps.map(({ asset, state, code }) => [asset, code === null ? state : `${state} ${code}`]));

test("a run is kept with what it was, and each step with its rows, bytes and load", async () => {
  const [initial] = await told<readonly ToldRun[]>("runs", "list", "--job", "initial");
  expect(initial).toMatchObject({ state: "succeeded", trigger: "command", failures: 0, code: null, rerunOf: null });
  const { run, steps, toCome, page } = await show(initial?.id ?? "");
  expect(run).toEqual(initial);
  expect(toCome).toEqual([]);
  expect(steps.map(({ asset }) => asset).toSorted()).toEqual(run.assets.toSorted());
  const load = expect.stringMatching(/^[0-9A-Z]{26}$/);
  const clients = steps.find(({ asset }) => asset === "clients");
  expect(clients).toMatchObject({ state: "done", load, page: `${page}%2Fextract%2Fclients` });
  expect(Number(clients?.rows)).toBeGreaterThan(0);
  expect(Number(clients?.bytes)).toBeGreaterThan(Number(clients?.rows) * 100);
  const days = await told<readonly AssetDay[]>("runs", "days", "clients");
  expect(days).toMatchObject([{ runs: 1, failed: 0, rows: clients?.rows, bytes: clients?.bytes }]);
});

test("a run whose concurrency is set to one while it runs begins one table after the other from then on, and the change is audited", async () => {
  const run = await begin("kind:table");
  const by = { who: "Ada Exemple", why: "the source is slow tonight" };
  const change = { oldValue: "6", newValue: "1" };
  const handle = night.demo.client.workflow.getHandle(run);
  expect(await handle.executeUpdate("setConcurrency", { args: [{ ...by, concurrency: 1 }] })).toEqual(change);
  await ended(run);
  const audited = await night.demo.control<readonly Record<string, unknown>[]>(
    "query",
    'select at, who, why, old_value as "oldValue", new_value as "newValue" from sillage.audit where subject = $1',
    [run],
  );
  expect(audited).toMatchObject([{ ...by, ...change }]);
  const changedAt = new Date(String(audited[0]?.["at"])).getTime();
  const spans = (await show(run)).steps
    .map(({ endedAt, ms }) => ({ from: Date.parse(endedAt) - ms, to: Date.parse(endedAt) }))
    .filter(({ from }) => from > changedAt)
    .toSorted((one, other) => one.from - other.from);
  expect(spans.length).toBeGreaterThan(5);
  expect(spans.filter(({ from }, at) => from < (spans[at - 1]?.to ?? 0))).toEqual([]);
});

test("a failed run tells each code with its fix, and is done again from its failure alone, for the same logical date", async () => {
  await night.fault([{ table: "clients", kind: "200-error-envelope" }]);
  const failed = await begin("clients or sites or visits_daily");
  await ended(failed);
  const before = await show(failed);
  expect(before.run).toMatchObject({ state: "failed", failures: 1, code: "source.contract" });
  expect(statesOf(before)).toMatchObject({
    clients: "failed source.contract",
    sites: expect.stringMatching(/done|unchanged/),
  });
  const { stdout } = await sillage("runs", "show", failed);
  const toldOf = (asset: string) => alerts.received.filter(({ body }) => body["asset"] === asset);
  await until("somebody is told", async () => toldOf("clients").length === 1);
  expect(toldOf("clients")[0]?.body).toMatchObject({ event: "opened", health: "failing", closedAt: null });
  expect(stdout).toMatch(/✘ clients, source\.contract: .+\. .+\.\n {2}http.*extract%2Fclients/);
  const rerun = await told<{ runId: string; steps: readonly { asset: string; state: string }[] }>(
    "runs",
    "rerun",
    failed,
    "--from-failure",
  );
  expect(rerun.steps.map(({ asset }) => asset)).toContain("clients");
  expect(rerun.steps.map(({ asset }) => asset)).not.toContain("sites");
  const after = await show(rerun.runId);
  const { logicalAt, logicalDay, zone, job } = before.run;
  await until("and of the end", async () => toldOf("clients").length === 2);
  expect(toldOf("clients")[1]?.body).toMatchObject({ event: "recovered", closedAt: expect.any(String) });
  expect(after.run).toMatchObject({
    logicalAt,
    logicalDay,
    zone,
    job,
    state: "succeeded",
    trigger: "rerun",
    rerunOf: failed,
    attempt: 2,
  });
  expect(await refused("runs", "rerun", rerun.runId, "--from-failure")).toMatch(/^run\.nothing-to-redo: /);
  expect(await refused("runs", "rerun", "run/never/was")).toMatch(/^run\.unknown: /);
});

test("a run that goes on is not done again; one that was terminated is told as cut, and what it left is done again", async () => {
  await told("sources", "rate", "ponton", "0.01", "--reason", "a trial");
  const cut = await begin("bookings and kind:table");
  await until("it is kept", async () => (await sillage("runs", "show", cut)).code === 0);
  expect(await refused("runs", "rerun", cut)).toMatch(/^run\.going: /);
  await night.demo.client.workflow.getHandle(cut).terminate("a trial");
  await told("sources", "rate", "ponton", "declared", "--reason", "a trial");
  const [run] = await told<readonly ToldRun[]>("runs", "list", "--state", "cut");
  expect(run).toMatchObject({ id: cut, state: "cut", code: "run.cut" });
  expect(await show(cut)).toMatchObject({ toCome: ["bookings"], steps: [] });
  await night.demo.client.workflow
    .getHandle(`${cut}/extract/bookings`)
    .terminate("a trial")
    .catch(() => undefined);
  const { runId } = await told<{ runId: string }>("runs", "rerun", cut, "--from-failure");
  expect(statesOf(await show(runId))).toEqual({ bookings: expect.stringMatching(/done|unchanged/) });
});
