import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { webhookAlerts } from "../../activities/adapters/webhook-alerts.ts";
import { SillageError } from "../../core/errors.ts";
import { attribute } from "../../workflows/contracts/attributes.ts";
import type { AssetView } from "../../workflows/contracts/state.ts";
import { tableOf } from "../fakes/specs.ts";
import { commitAsset } from "../harness/commit-asset.ts";
import { until } from "../harness/demo.ts";
import { noTemporal } from "../harness/temporal.ts";
import { webhookReceiver, type WebhookReceiver } from "../harness/webhook-receiver.ts";
import { workflowWorld, type WorkflowWorld } from "../harness/workflow-world.ts";

const gone = new SillageError({
  code: "source.contract",
  message: "The source answers something else.",
  fix: "See what it says.",
});
/** Long enough to be fresh for a while, short enough to be waited for. */
const freshness = { kind: "within", ms: 2_000 } as const;
const lasting = ["late", "lost", "down"].map((key) => tableOf(key, { freshness }));

describe.skipIf(noTemporal !== undefined)(
  `alerts on a Temporal server${noTemporal === undefined ? "" : ` (skipped: ${noTemporal})`}`,
  () => {
    let world: WorkflowWorld;
    let receiver: WebhookReceiver;
    beforeAll(async () => {
      receiver = await webhookReceiver();
      const alerts = webhookAlerts({ url: receiver.url, format: "generic", environment: "test" });
      world = await workflowWorld({ declared: lasting, alerts });
    });
    afterAll(async () => {
      await world.stop();
      await receiver.stop();
    });
    beforeEach(() => {
      receiver.answer(200);
    });

    const entity = (asset: string) => world.client.workflow.getHandle(`asset/${asset}`);
    const view = (asset: string) => entity(asset).query<AssetView>("getCursor");
    const loaded = (asset: string) => commitAsset(world.entities, asset);
    const told = (asset: string) =>
      receiver.received.filter(({ body }) => body["asset"] === asset).map(({ body }) => body["event"]);
    const isTold = (asset: string, ...events: readonly string[]) =>
      until(`${asset}: ${events.join(", ")}`, async () => told(asset).join() === events.join());
    const health = async (asset: string) =>
      (await entity(asset).describe()).typedSearchAttributes.get(attribute.health);

    test("an asset that becomes late is told once, and once that it recovered; its health follows", async () => {
      await loaded("late");
      await isTold("late", "opened");
      expect(receiver.received.at(-1)?.body).toMatchObject({
        event: "opened",
        environment: "test",
        asset: "late",
        health: "late",
        why: expect.stringMatching(/^It had no success since 2\d{3}-/),
        closedAt: null,
      });
      await until("it is remembered as told", async () => (await view("late")).incident?.toldAt != null);
      expect(await health("late")).toBe("late");
      await loaded("late");
      await isTold("late", "opened", "recovered");
      expect(new Set(receiver.received.map(({ key }) => key)).size).toBe(receiver.received.length);
      await until("it is closed", async () =>
        world.incidents.some(({ asset, closedAt, toldAt }) => asset === "late" && closedAt !== null && toldAt !== null),
      );
    });

    test("a step that failed is an incident with its reason, and a run that succeeds ends it", async () => {
      world.hooks.extract = async () => Promise.reject(gone);
      await expect((await world.start("run/failing/1", "t1")).result()).rejects.toThrow();
      await isTold("t1", "opened");
      expect(receiver.received.at(-1)?.body).toMatchObject({
        asset: "t1",
        health: "failing",
        why: expect.stringContaining("The source answers something else."),
      });
      world.hooks.extract = async () => undefined;
      await (await world.start("run/failing/2", "t1")).result();
      await isTold("t1", "opened", "recovered");
      expect((await view("t1")).incident).toBeNull();
    });

    test("an incident outlives the entity through its row: nobody is told twice, and a success ends it", async () => {
      await loaded("lost");
      await isTold("lost", "opened");
      await until("it is kept as told", async () =>
        world.incidents.some(({ asset, toldAt }) => asset === "lost" && toldAt !== null),
      );
      await entity("lost").terminate("the namespace is lost");
      await world.entities.wake("lost", { signal: "rollover", says: undefined });
      await until("it is late again", async () => (await view("lost").catch(() => undefined))?.health === "late");
      await loaded("lost");
      await isTold("lost", "opened", "recovered");
    });

    test("a webhook that is down holds nothing up; it is told when it is back, across an empty history", async () => {
      receiver.answer(503);
      await loaded("down");
      await until("it was tried", async () => receiver.refused.some(({ body }) => body["asset"] === "down"));
      await loaded("down");
      expect((await view("down")).recent).toHaveLength(2);
      const { runId } = await entity("down").describe();
      await entity("down").signal("rollover");
      await until("it began again", async () => (await entity("down").describe()).runId !== runId);
      expect((await view("down")).outbox.notices.at(0)?.event).toBe("opened");
      receiver.answer(200);
      await until("both are told", async () => told("down").length >= 2);
      expect(told("down").slice(0, 2)).toEqual(["opened", "recovered"]);
    });
  },
);
