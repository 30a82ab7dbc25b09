import { readFileSync } from "node:fs";
import type { Client } from "@temporalio/client";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removedDeclaration } from "../../core/automation/removed-declaration.ts";
import { deployment } from "../../assets/index.ts";
import { awaitRun, startRun } from "../../cli/run-job.ts";
import { workflowTypes } from "../../worker/workflow-types.ts";
import { declareSignal } from "../../workflows/contracts/automation-messages.ts";
import { workflowId } from "../../workflows/contracts/ids.ts";
import { acquireCursorUpdate, releaseCursorUpdate } from "../../workflows/contracts/messages.ts";
import { pauseSensorUpdate } from "../../workflows/contracts/polling.ts";
import type { AssetView } from "../../workflows/contracts/state.ts";
import { noChromium, openChromium, watchedPage } from "../harness/chromium.ts";
import { until, type TestDemo } from "../harness/demo.ts";
import { documentedPicture } from "../harness/documented-picture.ts";
import type { Played } from "../harness/every-type.ts";
import { playedDemo } from "../harness/played-demo.ts";

const page = readFileSync(new URL("../../docs/web-ui.md", import.meta.url), "utf8");
const links = [
  ...page.matchAll(
    /\[(?<name>[^\]]+)\]\(\/namespaces\/default\/workflows\?query=(?<query>[^)]+)\)[^\n]*\| `(?<shown>[^`]+)` +\|/g,
  ),
];
const filters = links.map(({ groups }) => ({
  name: groups?.["name"] ?? "",
  query: decodeURIComponent(groups?.["query"] ?? ""),
  shown: groups?.["shown"] ?? "",
}));

/** A workflow's metadata, as the Web UI asks for it. */
type Metadata = {
  readonly definition: {
    readonly [kind in "signalDefinitions" | "updateDefinitions" | "queryDefinitions"]?: readonly {
      readonly name: string;
      readonly description?: string;
    }[];
  };
  readonly currentDetails?: string;
};

const listed = async (client: Client, query: string): Promise<readonly string[]> =>
  (await Array.fromAsync(client.workflow.list({ query }))).map(({ workflowId }) => workflowId);

describe("the Web UI, on a stack that has workflows of every type", () => {
  let night: TestDemo;
  let played: Played;
  let running: { readonly id: string; readonly fence: number | null };
  const holder = workflowId.landingSensor;
  const sensor = workflowId.sensor("communes_file");

  beforeAll(async () => {
    const stack = await playedDemo();
    night = stack;
    played = stack.told;
    running = await leaveStates(night, { holder, sensor });
  });
  afterAll(async () => {
    const sites = night.demo.client.workflow.getHandle(workflowId.asset("sites"));
    await sites.executeUpdate(releaseCursorUpdate, { args: [{ holder, fence: running.fence, outcome: "cancelled" }] });
    await awaitRun(night.demo.client, running.id);
    await night.stop();
  });

  /** What each filter of the page is to list, and what it is not to. */
  const expected = (name: string): { readonly lists: readonly string[]; readonly not: readonly string[] } => {
    const entity = workflowId.asset;
    const extract = workflowId.extract(running.id, "sites");
    const known: Readonly<Record<string, { readonly lists: readonly string[]; readonly not: readonly string[] }>> = {
      "stale tables": { lists: [entity("products")], not: [entity("orders")] },
      "assets that need a look": { lists: [entity("products"), entity("clients")], not: [entity("orders")] },
      "assets that somebody paused": { lists: [entity("passes")], not: [entity("orders")] },
      "assets that are no longer declared": { lists: [entity("gift_cards")], not: [entity("orders")] },
      "tables read up to before an instant": { lists: [entity("orders")], not: [played.nightly] },
      "tonight's failures": {
        lists: [played.failed, workflowId.extract(played.failed, "clients")],
        not: [played.nightly, played.initial],
      },
      "who runs now": { lists: [running.id], not: [played.nightly, extract] },
      "what is worked on now": { lists: [extract], not: [running.id] },
      "loads with quarantine": { lists: ["ingest/payments/"], not: ["ingest/orders/"] },
      "loads that brought rows": { lists: ["ingest/orders/"], not: [played.nightly] },
      "loads that failed": { lists: [], not: ["ingest/orders/"] },
      "runs started by hand": { lists: [played.initial, played.nightly], not: [] },
      "everything of one table": { lists: [entity("clients"), "ingest/clients/"], not: [entity("orders")] },
      "sensors that fail or are paused": { lists: [sensor], not: [workflowId.landingSensor] },
      "rotations of keys": { lists: [played.epoch, played.kek], not: [played.replay] },
      "everything of one source": { lists: [workflowId.extract(played.failed, "clients")], not: [] },
    };
    return known[name] ?? { lists: [`nothing is known of "${name}"`], not: [] };
  };

  test("the page shows filters, and each query as it is linked", () => {
    expect(filters.length).toBeGreaterThan(10);
    for (const { query, shown } of filters) expect(query).toBe(shown);
  });

  test.each(filters)("$name: $query", async ({ name, query }) => {
    const { lists, not } = expected(name);
    const has = (ids: readonly string[], wanted: string) =>
      ids.some((id) => (wanted.endsWith("/") ? id.startsWith(wanted) : id === wanted));
    // The list follows what happens a moment later.
    await until(`${name} lists ${lists.join(", ")}`, async () => {
      const ids = await listed(night.demo.client, query);
      return lists.every((wanted) => has(ids, wanted));
    });
    const ids = await listed(night.demo.client, query);
    expect(not.filter((unwanted) => has(ids, unwanted))).toEqual([]);
  });

  test.each(workflowTypes)("%s: each handler is described, with an example of its argument", async (type) => {
    const { definition } = await metadataOf(night.demo.client, type);
    const { signalDefinitions = [], updateDefinitions = [], queryDefinitions = [] } = definition;
    const handlers = [...signalDefinitions, ...updateDefinitions, ...queryDefinitions];
    const ours = handlers.filter(({ name }) => !name.startsWith("__"));
    const bare = ours.filter(({ description = "" }) => !/Example: |[Nn]o argument/.test(description));
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  test.each(workflowTypes)("%s has a board", async (type) => {
    const { currentDetails = "" } = await metadataOf(night.demo.client, type);
    expect(currentDetails).not.toBe("");
    expect(currentDetails.length).toBeLessThan(4_000);
  });

  test("a run's board tells rows, bytes, rate and links of each asset", async () => {
    const { currentDetails = "" } = await night.demo.client.workflow
      .getHandle(played.initial)
      .query<Metadata>("__temporal_workflow_metadata");
    expect(currentDetails).toMatch(
      /\| \[orders\]\(\/namespaces\/\{namespace\}\/workflows\/asset%2Forders\) \| ✔ done, [\d.]+ s \| [\d,]+ \| [\d.]+ [kM]?B \| [\d.]+ [kM]?B\/s \| \d+ read \|/,
    );
  });

  describe.skipIf(noChromium !== undefined)(
    `its pages in Chromium${noChromium === undefined ? "" : ` (skipped: ${noChromium})`}`,
    () => {
      let browser: Browser;
      beforeAll(async () => void (browser = await openChromium()));
      afterAll(() => browser.close());
      const opened = () =>
        watchedPage(browser, night.demo.temporal.uiUrl ?? "", { width: "desktop", locale: "en-GB", of: "others" });

      const assets = deployment.graph.assets.length;
      const boards = [
        {
          name: "run",
          of: () => played.initial,
          summary: "initial",
          shows: `${assets} of ${assets}`,
          last: "visits_daily",
        },
        { name: "failed-run", of: () => played.failed, summary: "nightly", shows: "✘ failed", last: "clients" },
        {
          name: "backfill",
          of: () => played.backfill,
          summary: "from 2026-01-01",
          shows: "3 of 3",
          last: "visits_daily",
        },
        { name: "asset", of: () => workflowId.asset("clients"), summary: "clients", shows: "— failing", last: null },
        { name: "sensor", of: () => sensor, summary: "Reads the communes", shows: "— paused", last: null },
      ] as const;
      test.each(boards)(
        "the page of the $name shows its summary and all of its board, a link leads on",
        async ({ name, of, summary, shows, last }) => {
          const { page, faults } = await opened();
          const frames = page.locator("iframe");
          const board = frames.last().contentFrame();
          await until(
            `${name} has a board`,
            async () => {
              await page.goto(`/namespaces/default/workflows/${encodeURIComponent(of())}`);
              await page
                .locator("#user-metadata-tab")
                .click({ timeout: 20_000 })
                .catch(() => undefined);
              return board
                .getByText(shows)
                .first()
                .waitFor({ timeout: 20_000 })
                .then(
                  () => true,
                  () => false,
                );
            },
            240_000,
          );
          expect(await frames.first().contentFrame().locator("body").textContent()).toContain(summary);
          const [frame, row] = [await frames.last().boundingBox(), await board.locator("tr").last().boundingBox()];
          expect((row?.y ?? 0) + (row?.height ?? 0)).toBeLessThanOrEqual((frame?.y ?? 0) + (frame?.height ?? 0));
          await documentedPicture(page, `web-ui-${name}`);
          if (last !== null) {
            const led = page.context().waitForEvent("page");
            await board.getByRole("link", { name: last, exact: true }).click();
            await (await led).waitForURL(new RegExp(`/workflows/asset%2F${last}/`));
          }
          expect(faults).toEqual([]);
          await page.context().close();
        },
      );

      test("the schedules are listed, and a filter of the page lists what it is for", async () => {
        const { page, faults } = await opened();
        await page.goto("/namespaces/default/schedules");
        for (const job of ["nightly", "drift", "reconcile"])
          await page.getByText(job, { exact: true }).first().waitFor();
        await documentedPicture(page, "web-ui-schedules");
        const stale = links.find(({ groups }) => groups?.["name"] === "stale tables");
        await page.goto(`/namespaces/default/workflows?query=${stale?.groups?.["query"]}`);
        await page.getByText(workflowId.asset("products"), { exact: true }).first().waitFor();
        expect(await page.getByText(workflowId.asset("orders"), { exact: true }).count()).toBe(0);
        await documentedPicture(page, "web-ui-stale-tables");
        expect(faults).toEqual([]);
        await page.context().close();
      });
    },
  );
});

/** A table that is late, one that is paused, a sensor that is, and a run that waits for a table that somebody holds. */
async function leaveStates(
  { demo: { client, ingestion } }: TestDemo,
  { holder, sensor }: { readonly holder: string; readonly sensor: string },
) {
  const entity = (key: string) => client.workflow.getHandle(workflowId.asset(key));
  const by = { who: "Ada Exemple", why: "a trial" };
  await entity("passes").executeUpdate("pauseAsset", { args: [by] });
  await client.workflow.getHandle(sensor).executeUpdate(pauseSensorUpdate, { args: [by] });
  const { automation } = await entity("products").query<AssetView>("getCursor");
  const promise = { kind: "within", ms: 1, zone: null };
  await entity("products").signal(declareSignal, { ...automation?.declared, promise });
  await entity("gift_cards").signal(declareSignal, removedDeclaration({ alerts: false, ingestion }));
  const held = await entity("sites").executeUpdate(acquireCursorUpdate, { args: [{ holder, placeMs: 600_000 }] });
  const id = await startRun(client, { job: "selection", selection: "sites", full: false, ingestion });
  return { id, fence: held.granted ? held.fence : null };
}

/** The metadata of the workflow of a type that was started last. */
async function metadataOf(client: Client, type: string): Promise<Metadata> {
  for await (const { workflowId, runId } of client.workflow.list({ query: `WorkflowType = "${type}"` }))
    return client.workflow.getHandle(workflowId, runId).query<Metadata>("__temporal_workflow_metadata");
  throw new Error(`There is no ${type}`);
}
