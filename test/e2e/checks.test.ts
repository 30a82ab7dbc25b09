import { afterAll, beforeAll, expect, test } from "vitest";
import { awaitRun, startRun } from "../../cli/run-job.ts";
import { toKeptResults } from "../../db/declare/kept-result.ts";
import { lastChecks } from "../../db/declare/check-reads.ts";
import type { Row } from "../../dev/ponton/row.ts";
import { getCursorQuery, progressQuery } from "../../workflows/contracts/messages.ts";
import type { StepOutcome } from "../../workflows/contracts/runs.ts";
import { begunDemo } from "../harness/begun-demo.ts";
import { until, type TestDemo } from "../harness/demo.ts";
import { remoteDatabase } from "../../worker/control-client.ts";
import { webhookReceiver, type WebhookReceiver } from "../harness/webhook-receiver.ts";

let night: TestDemo;
let slack: WebhookReceiver;
let session = "";

beforeAll(async () => {
  slack = await webhookReceiver();
  night = await begunDemo({ ALERTS_URL: slack.url, ALERTS_FORMAT: "slack" });
  const open = night.demo.ponton.world
    .shelf("sessions")
    .sorted()
    .find((row) => row["status"] === "open");
  session = String(open?.["id"]);
});
afterAll(async () => {
  await night.stop();
  await slack.stop();
});

const cursor = (asset: string) => night.demo.client.workflow.getHandle(`asset/${asset}`).query(getCursorQuery);
const healthIs = (asset: string, health: string) =>
  until(`${asset} is ${health}`, async () => (await cursor(asset)).health === health);
const results = async () => toKeptResults(await remoteDatabase(night.demo.control).read(lastChecks));
const slots = () =>
  night.demo.control<unknown[]>(
    "query",
    "select day, site_id, activity_id, offered, booked from mart.occupancy_daily order by 1, 2, 3",
  );
async function changed(table: "sessions" | "orders", id: string, fields: Row): Promise<void> {
  const { world } = night.demo.ponton;
  await night.advance(1);
  world.change(table, world.shelf(table).get(id) ?? {}, world.clock - 1_000, fields);
}
/** A night, of everything or of what is selected, failed or not: how each asset of it ended. */
async function nightly(selection: string | null = null): Promise<(asset: string) => StepOutcome | undefined> {
  const { client, ingestion } = night.demo;
  const id = await startRun(client, { job: "nightly", selection, full: false, ingestion });
  await awaitRun(client, id).catch(() => undefined);
  const { ended } = await client.workflow.getHandle(id).query(progressQuery);
  return (asset) => ended.find((step) => step.asset === asset);
}

test("what the demo holds passes every declared check but one: of a few hundred people most can be told apart", async () => {
  expect((await results()).length).toBeGreaterThan(25);
  expect((await results()).filter(({ state }) => state === "failed")).toEqual([
    expect.objectContaining({ asset: "clients", check: "reidentification_risk" }),
  ]);
});

test("a mart whose blocking check fails keeps what it published, says check, figure and bound, and is failing until it is built right", async () => {
  const before = await slots();
  await changed("sessions", session, { booked_count: 900 });
  expect((await nightly("+occupancy_daily"))("occupancy_daily")).toMatchObject({
    state: "failed",
    detail: expect.stringContaining("booked within offered: 1, at most 0"),
  });
  expect(await slots()).toEqual(before);
  await healthIs("occupancy_daily", "failing");
  expect((await cursor("occupancy_daily")).checks).toEqual({
    warned: [],
    blocked: ["booked within offered: 1, at most 0"],
  });
  expect(await results()).toContainEqual(
    expect.objectContaining({
      asset: "occupancy_daily",
      check: "booked within offered",
      state: "failed",
      figure: 1,
    }),
  );
  await changed("sessions", session, { booked_count: 1 });
  expect((await nightly("+occupancy_daily"))("occupancy_daily")?.state).toBe("done");
  await healthIs("occupancy_daily", "ok");
  const told = () => slack.received.map(({ body }) => body["text"]).filter((text) => /occupancy/.test(String(text)));
  await until("Slack is told of both", async () => told().length === 2);
  expect(told()).toEqual([
    expect.stringMatching(
      /^:rotating_light: \*occupancy_daily\* .+ is failing since .+booked within offered: 1, at most 0/,
    ),
    expect.stringMatching(/^:white_check_mark: \*occupancy_daily\* .+ is well again since/),
  ]);
});

test("a table's blocking check stops what depends on it in that run, with the reason; its rows stand", async () => {
  await changed("sessions", session, { capacity: -1, booked_count: -1 });
  const ended = await nightly();
  expect(ended("sessions")).toMatchObject({
    state: "failed",
    detail: expect.stringContaining("✘ check between(capacity): 1, at most 0"),
  });
  expect(ended("occupancy_daily")).toMatchObject({
    state: "skipped",
    detail: "after sessions (its check between(capacity): 1, at most 0)",
  });
  expect(ended("visits_daily")?.state).not.toBe("skipped");
  await healthIs("sessions", "failing");
  expect(await night.unequal()).toEqual([]);
  await changed("sessions", session, { capacity: 12, booked_count: 1 });
  expect((await nightly("+occupancy_daily"))("occupancy_daily")?.state).toBe("done");
  await healthIs("sessions", "ok");
});

test("a check that warns marks the asset's health and stops nothing", async () => {
  const [order] = night.demo.ponton.world.shelf("orders").sorted();
  await changed("orders", String(order?.["id"]), { status: "strange" });
  const ended = await nightly("+revenue_daily");
  expect(ended("orders")).toMatchObject({
    state: "done",
    detail: expect.stringContaining("⚠ check accepted_values(status): 1, at most 0"),
  });
  expect(ended("revenue_daily")?.state).toBe("done");
  await healthIs("orders", "warned");
});
