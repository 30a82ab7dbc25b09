import { afterAll, beforeAll, expect, test } from "vitest";
import { ulid } from "../../activities/adapters/ulid.ts";
import { freePort, holdPort } from "../../dev/stack/ports.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import type { LandingFigures } from "../../workflows/contracts/sensor-messages.ts";
import { bucketOf } from "../harness/bucket-of.ts";
import { testDemo, until, type TestDemo } from "../harness/demo.ts";
import { landLines } from "../harness/land-lines.ts";
import { dayFile, ingestionsOf, loadsOf, openGateway, sensorSaw, untilLookedTwice } from "../harness/landing.ts";
import { onS3Server, s3Server } from "../harness/s3-server.ts";
import { tellingCauses } from "../harness/telling-causes.ts";

let night: TestDemo;
const gateways: { readonly stop: () => Promise<void> }[] = [];

beforeAll(
  tellingCauses("the night of the landing sensor", async () => {
    night = await testDemo({ environment: { LANDING_LIST_SECONDS: "2", LANDING_GRACE_SECONDS: "0" } });
  }),
);
afterAll(async () => {
  for (const gateway of gateways) await gateway.stop();
  await night.stop();
});

/** What the ledger says of the one load that an action leads to, once it is there and the sensor has looked again. */
async function oneLoadOf(action: () => Promise<unknown>) {
  const before = (await loadsOf(night)).length;
  await action();
  await until(
    "a load is merged",
    async () => (await loadsOf(night).catch(() => [])).slice(before).some(({ state }) => state === "merged"),
    120_000,
  );
  await untilLookedTwice(night);
  const loads = (await loadsOf(night)).slice(before);
  const ingestions = await Promise.all(loads.map(({ load_id: id }) => ingestionsOf(night, id)));
  return { loads: loads.map(({ state, merged }) => ({ state, merged })), ingestions };
}
const once = { loads: [{ state: "merged", merged: 1 }], ingestions: [["COMPLETED"]] };

test("an object whose event was lost with the killed runtime is found by listing, and loaded once", async () => {
  const key = "inbox/site_days/killed.csv";
  const loaded = await oneLoadOf(async () => {
    process.kill(night.demo.runtime.process.pid() ?? 0, "SIGKILL");
    await bucketOf(night).put(key, dayFile(1));
  });
  expect(loaded).toEqual(once);
  expect((await sensorSaw(night, key)).events).toBe(0);
});

test.skipIf(s3Server === undefined)(
  `the events of the S3 server reach the runtime that was started again, on a port that was not the usual one${onS3Server}`,
  async () => {
    const key = "inbox/site_days/again.csv";
    expect(new URL(night.demo.runtime.listening.apiUrl ?? "").port).not.toBe("8080");
    expect(await oneLoadOf(() => bucketOf(night).put(key, dayFile(5)))).toEqual(once);
    expect((await sensorSaw(night, key)).events).toBeGreaterThanOrEqual(1);
  },
);

test.skipIf(s3Server === undefined)(
  `an object that came while the S3 server was away is found by listing once it is back, and loaded once${onS3Server}`,
  async () => {
    const { store, parts } = night.demo.stack;
    if (store.kind !== "s3") throw new Error("the S3 server is missing");
    const key = "inbox/site_days/away.csv";
    const loaded = await oneLoadOf(async () => {
      await parts.find(({ name }) => name === "versitygw")?.stop();
      // Its address answers nobody, and is kept from everybody else until it is back.
      const address = await holdPort(Number(new URL(store.endpoint).port));
      const port = await freePort(0);
      const side = await openGateway(night, { port });
      await bucketOf(night, `http://127.0.0.1:${port}`).put(key, dayFile(2));
      await side.stop();
      await until("the sensor looked in vain", async () => {
        const { raw } = await night.demo.client.workflow.getHandle(workflowId.landingSensor).describe();
        return (raw.pendingActivities ?? []).some(
          ({ lastFailure }) => lastFailure !== null && lastFailure !== undefined,
        );
      });
      const { eventUrl } = night.demo.runtime.listening;
      await address.release();
      gateways.push(await openGateway(night, { port: address.port, ...(eventUrl && { eventUrl }) }));
    });
    expect(loaded).toEqual(once);
    expect((await sensorSaw(night, key)).events).toBe(0);
  },
);

/** Tell of one object 200 times at once, as a sender that doubts its deliveries would. */
async function storm(key: string): Promise<ReadonlySet<number>> {
  const body = JSON.stringify({
    Records: [{ eventName: "ObjectCreated:Put", s3: { bucket: { name: "sillage" }, object: { key } } }],
  });
  const url = night.demo.runtime.listening.eventUrl ?? "";
  const answers = await Promise.all(Array.from({ length: 200 }, () => fetch(url, { method: "POST", body })));
  return new Set(answers.map(({ status }) => status));
}

test("200 events of one dropped file give one load", async () => {
  const key = "inbox/site_days/storm.csv";
  const loaded = await oneLoadOf(async () => {
    await bucketOf(night).put(key, dayFile(3));
    expect(await storm(key)).toEqual(new Set([202]));
  });
  expect(loaded).toEqual(once);
});

const eventsCounted = async (): Promise<number> =>
  (await night.demo.client.workflow.getHandle(workflowId.landingSensor).query<LandingFigures>("figures")).events;

test("200 events of one manifest give one load", async () => {
  const before = await eventsCounted();
  const created = "2019-07-01T05:00:00Z";
  const row = {
    siteId: 1,
    date: "2019-07-04",
    open: true,
    createdAt: created,
    updatedAt: created,
    _h: "4".padStart(32, "0"),
  };
  const landing = { loadId: ulid(Date.now()), source: "ponton", table: "site_days", t0: new Date().toISOString() };
  let key = "";
  const loaded = await oneLoadOf(async () => {
    ({ key } = await landLines(bucketOf(night), { ...landing, parts: [[row]] }));
    expect(await storm(key)).toEqual(new Set([202]));
  });
  expect(loaded).toEqual(once);
  // They came in few signals, and each is counted.
  expect((await eventsCounted()) - before).toBeGreaterThanOrEqual(200);
  expect((await sensorSaw(night, key)).events).toBeLessThan(200);
});
