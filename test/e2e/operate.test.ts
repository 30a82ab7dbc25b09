import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApiKey } from "../../api/keys.ts";
import type { AssetDetail } from "../../cli/operate/read-asset.ts";
import type { Scope } from "../../core/access/scopes.ts";
import type { AuditEntry } from "../../core/ports/audit.ts";
import type { BackfillProgress } from "../../workflows/contracts/backfills.ts";
import { askWithKey } from "../harness/ask-with-key.ts";
import { fitsWidth, noChromium, openChromium, seriousFindings } from "../harness/chromium.ts";
import { begunDemo } from "../harness/begun-demo.ts";
import { until, type TestDemo } from "../harness/demo.ts";
import { documentedPicture } from "../harness/documented-picture.ts";
import { sessionKey, signedInPage } from "../harness/signed-in.ts";
import { toldCommands } from "../harness/told-commands.ts";

let night: TestDemo;
beforeAll(async () => {
  night = await begunDemo({ SESSION_KEY: sessionKey.toString("base64") });
});
afterAll(() => night.stop());

const by = ["--reason", "a trial of the test", "--who", "Ada Exemple"];
const { sillage, told, refused } = toldCommands(() => night.dataDir);
const show = (asset: string) => told<AssetDetail>("assets", "show", asset);
const audits = async (...args: readonly string[]) =>
  (await told<readonly AuditEntry[]>("audit", "list", ...args)).map(
    ({ who, what, subject, oldValue, newValue }) => `${who} ${what} ${subject}: ${oldValue} → ${newValue}`,
  );

test("an asset is paused from the command line, skipped by a run, seen with its reason, and resumed", async () => {
  await told("assets", "pause", "gift_cards", ...by);
  const { steps } = await night.run("selection", { selection: "gift_cards and kind:table" });
  expect(steps).toMatchObject([{ asset: "gift_cards", state: "paused" }]);
  expect(await show("gift_cards")).toMatchObject({
    health: "paused",
    pause: { who: "Ada Exemple", why: "a trial of the test" },
  });
  const { stdout } = await sillage("assets", "list");
  expect(stdout.split("\n").find((line) => line.startsWith("gift_cards "))).toMatch(/paused .* Ada Exemple$/);
  // Lost with its state, the entity is recovered from the database: still paused.
  await night.demo.client.workflow.getHandle("asset/gift_cards").terminate("lost");
  const again = await night.run("selection", { selection: "gift_cards and kind:table" });
  expect(again.steps).toMatchObject([{ asset: "gift_cards", state: "paused" }]);
  const recovered = await show("gift_cards");
  expect(recovered).toMatchObject({ health: "paused", pause: { who: "Ada Exemple" } });
  await told("assets", "resume", "gift_cards", ...by);
  const resumed = await night.run("selection", { selection: "gift_cards and kind:table" });
  expect(resumed.steps.map(({ state }) => state)).not.toContain("paused");
  expect(await audits("--asset", "gift_cards")).toEqual([
    "Ada Exemple asset.resume gift_cards: paused by Ada Exemple → not paused",
    "Ada Exemple asset.pause gift_cards: not paused → paused by Ada Exemple",
  ]);
});

test("a watermark that was set back is read again from there, and the tables still equal the vendor's ledger", async () => {
  const before = await show("clients");
  const mark = new Date(Date.parse(before.landedThrough ?? "") - 3_600_000).toISOString();
  await told("assets", "set-watermark", "clients", mark, ...by);
  expect(await show("clients")).toMatchObject({ landedThrough: mark, fence: before.fence + 1 });
  await night.run("selection", { selection: "clients and kind:table" });
  const after = await show("clients");
  expect(Date.parse(after.landedThrough ?? "")).toBeGreaterThan(Date.parse(mark));
  expect(after.materialisations.length).toBeGreaterThan(0);
  await night.run("nightly");
  expect(await night.unequal()).toEqual([]);
  expect(await audits("--asset", "clients")).toEqual([
    `Ada Exemple asset.set-watermark clients: ${before.landedThrough} → ${mark}`,
  ]);
});

test("what cannot be is refused with a code and a way on, and nothing is audited", async () => {
  const count = (await audits()).length;
  expect(await refused("assets", "set-watermark", "clients", "2999-01-01T00:00:00Z", ...by)).toMatch(
    /^asset\.mark-in-future: The mark 2999-01-01T00:00:00Z of clients lies in the future/,
  );
  expect(await refused("assets", "set-watermark", "revenue_daily", "2026-01-01T00:00:00Z", ...by)).toMatch(
    /^asset\.no-mark: revenue_daily has no watermark/,
  );
  expect(await refused("concurrency", "run/never/was", "3", ...by)).toBe(
    "run.not-running: No run run/never/was is on its way.",
  );
  expect((await audits()).length).toBe(count);
});

test("the throttle and a source's rate are changed while a source is read, each change audited", async () => {
  const rates = ["sources", "rate", "ponton"] as const;
  await told("throttle", "--rate", "2000000", ...by);
  await told(...rates, "0.01", ...by);
  // The reader asks for the rates every three seconds while it is used; unheld, the run takes one or two.
  await until("the source is held back", async () => {
    const run = night.run("selection", { selection: "sites and kind:table" });
    const first = await Promise.race([run, new Promise((resolve) => setTimeout(resolve, 15_000, "held"))]);
    if (first !== "held") return false;
    await told(...rates, "declared", ...by);
    expect((await run).steps).toHaveLength(1);
    return true;
  });
  expect(await told("sources", "list")).toContainEqual(expect.objectContaining({ source: "ponton", set: null }));
  expect((await audits()).slice(0, 3)).toEqual([
    "Ada Exemple source.rate ponton: 0.01 requests/s → as declared",
    "Ada Exemple source.rate ponton: as declared → 0.01 requests/s",
    "Ada Exemple throttle.set throttle: off (1000000 bytes/s) → off (2000000 bytes/s)",
  ]);
});

describe("over HTTP, on what really runs", () => {
  const reason = "a trial of the test";
  const run = { target: "gift_cards and kind:table", reason };
  const held = { requestsPerSecond: 0.01, reason };
  const reread = async () => ({ selection: "bookings", from: dayBefore(await today(), 40), reason });
  const operating = () => keyed(["assets:read", "operate"]);
  /** What a key's holder changed. The simulator's clock stands meanwhile, so the order is not told. */
  const auditedOf = async (key: string) =>
    (await told<readonly AuditEntry[]>("audit", "list"))
      .filter(({ who }) => who === key)
      .map(({ what, why }) => `${what}: ${why}`)
      .toSorted((one, other) => one.localeCompare(other));

  test("a viewer's key orders nothing, and nothing is audited", async () => {
    const { asks } = await keyed(["kpi:read"]);
    const count = (await audits()).length;
    const answers = await Promise.all([
      asks("POST", "runs", run),
      asks("POST", "backfills", await reread()),
      asks("POST", "backfills/01JBC3Q0Z9X8Y7W6V5T4S3R2Q1/pause", { reason }),
      asks("PATCH", "throttle", { bytesPerSecond: 3_000_000, reason }),
      asks("PUT", "sources/ponton/rate", held),
      asks("GET", "runs"),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
    expect((await audits()).length).toBe(count);
  });

  test("a run that an operator's key orders runs to its end, in the name of the key", async () => {
    const operator = await operating();
    const begun = await operator.asks<{ id: string; href: string }>("POST", "runs", run);
    expect(begun.status).toBe(202);
    await night.demo.client.workflow.getHandle(begun.body.id).result();
    const shown = await operator.asks("GET", begun.body.href.replace("/api/v1/", ""));
    expect(shown).toMatchObject({ status: 200, body: { run: { id: begun.body.id, state: "succeeded" } } });
    expect(await auditedOf(operator.who)).toEqual([`run.start: ${reason}`]);
  });

  test("rates and a backfill are changed by an operator's key while they are used, each change audited", async () => {
    const operator = await operating();
    expect((await operator.asks("PUT", "sources/ponton/rate", held)).status).toBe(200);
    const throttled = await operator.asks("PATCH", "throttle", { bytesPerSecond: 3_000_000, reason });
    expect(throttled).toMatchObject({ status: 200, body: { bytesPerSecond: 3_000_000 } });
    expect(await told("sources", "list")).toContainEqual(expect.objectContaining({ source: "ponton", set: 0.01 }));
    const begun = await operator.asks<{ id: string }>("POST", "backfills", await reread());
    expect(begun.status).toBe(202);
    const handle = night.demo.client.workflow.getHandle(begun.body.id);
    const phaseAfter = async (order: string) => {
      const path = `backfills/${begun.body.id.slice("backfill/".length)}/${order}`;
      expect((await operator.asks("POST", path, { reason })).status).toBe(202);
      return (await handle.query<BackfillProgress>("progress")).phase;
    };
    expect(await phaseAfter("pause")).toBe("paused");
    expect(await phaseAfter("resume")).toBe("running");
    await operator.asks("PUT", "sources/ponton/rate", { requestsPerSecond: null, reason });
    expect(await phaseAfter("cancel")).toMatch(/^(cancelling|ended)$/);
    await until("the backfill has ended", async () => (await handle.describe()).status.name !== "RUNNING", 240_000);
    const changes = ["source.rate", "throttle.set", "backfill.start", "backfill.pause", "backfill.resume"];
    expect(await auditedOf(operator.who)).toEqual(
      [...changes, "source.rate", "backfill.cancel"]
        .map((what) => `${what}: ${reason}`)
        .toSorted((one, other) => one.localeCompare(other)),
    );
  });
});

/** A new key of some scopes: what it asks, and who it is in the audit. */
async function keyed(scopes: readonly Scope[]) {
  const now = new Date(night.demo.ponton.world.clock);
  const { token, record } = createApiKey({ environment: "test", label: "trial", scopes, days: 30, now });
  await night.demo.control("addApiKey", record);
  return { who: `key:${record.id}`, asks: askWithKey(night.demo.runtime.listening.apiUrl ?? "", token) };
}

const today = async () => (await night.demo.control<string>("now")).slice(0, 10);

describe.skipIf(noChromium !== undefined)(
  `the operators' pages in Chromium${noChromium === undefined ? "" : ` (skipped: ${noChromium})`}`,
  () => {
    let browser: Browser;
    let backfill = "";
    beforeAll(async () => {
      browser = await openChromium();
      // Held back, so that it is on its way for as long as it is looked at.
      await told("sources", "rate", "ponton", "0.01", ...by);
      const from = dayBefore(await today(), 40);
      const begun = await told<{ id: string }>("backfill", "bookings", "--from", from, "--detach");
      backfill = begun.id;
    });
    afterAll(async () => {
      await browser.close();
      await night.demo.client.workflow.getHandle(backfill).cancel();
      await told("sources", "rate", "ponton", "declared", ...by);
    });

    const paths = [
      ["catalogue", "/operate/catalogue"],
      ["lineage", "/operate/lineage"],
      ["asset", "/operate/assets/clients"],
      ["mart", "/operate/assets/revenue_daily"],
      ["runs", "/operate/runs"],
      ["backfills", "/operate/backfills"],
      ["throttle", "/operate/throttle"],
      ["quarantine", "/operate/quarantine"],
      ["register", "/operate/register"],
    ] as const;

    test.each([
      { width: "phone", locale: "fr-FR" },
      { width: "desktop", locale: "en-GB" },
    ] as const)("every page reads well at $width width, and asks no other host", async (how) => {
      const { page, faults } = await operatorsPage(browser, how);
      for (const [name, path] of [...paths, ["run", await firstRun(page)] as const]) {
        expect((await page.goto(path))?.status()).toBe(200);
        expect(await page.locator("h1").count()).toBe(1);
        expect({ path, findings: await seriousFindings(page) }).toEqual({ path, findings: [] });
        expect({ path, fits: await fitsWidth(page) }).toEqual({ path, fits: true });
        await documentedPicture(page, `operate-${name}-${how.width}`);
      }
      expect(faults).toEqual([]);
      await page.context().close();
    });

    test("the throttle's page shows what was changed elsewhere while it is looked at, and leaves its form as it is", async () => {
      const { page, faults } = await operatorsPage(browser, { width: "desktop", locale: "en-GB" });
      await page.goto("/operate/throttle");
      await page.locator("input[name=reason]").fill("half a reason");
      await page.locator(".twin summary").click();
      await told("throttle", "--rate", "1234567", ...by);
      await page.getByText("1,234,567 bytes/s").waitFor();
      expect(await page.locator("input[name=reason]").inputValue()).toBe("half a reason");
      expect(await page.locator(".twin table").isVisible()).toBe(true);
      await told("throttle", "--rate", "3000000", ...by);
      expect(faults).toEqual([]);
      await page.context().close();
    });

    test("a backfill is paused, resumed and cancelled by its buttons, in the name of who signed in", async () => {
      const { page, faults } = await operatorsPage(browser, { width: "desktop", locale: "en-GB" });
      const phase = async () =>
        (await night.demo.client.workflow.getHandle(backfill).query<BackfillProgress>("progress")).phase;
      await press(page, backfill, "Pause");
      expect(await phase()).toBe("paused");
      await press(page, backfill, "Resume");
      expect(await phase()).toBe("running");
      await press(page, backfill, "Cancel");
      // Told by the server: the page is not asked for again.
      await rowOf(page, backfill).locator(".state", { hasText: "Cancelled" }).waitFor({ timeout: 240_000 });
      await rowOf(page, backfill).locator("form").waitFor({ state: "detached" });
      const changes = (await told<readonly AuditEntry[]>("audit", "list")).filter(
        ({ subject }) => subject === backfill,
      );
      expect(changes.map(({ who, why, what }) => `${who}: ${what}, ${why}`)).toEqual([
        "oidc:camille: backfill.cancel, a click of the test",
        "oidc:camille: backfill.resume, a click of the test",
        "oidc:camille: backfill.pause, a click of the test",
      ]);
      expect(faults).toEqual([]);
      await page.context().close();
    });
  },
);

const operatorsPage = (browser: Browser, how: { readonly width: "phone" | "desktop"; readonly locale: string }) =>
  signedInPage(browser, night.demo.runtime.listening.apiUrl ?? "", { ...how, role: "operator" });

/** The address of the page of the latest run. */
async function firstRun(page: Page): Promise<string> {
  await page.goto("/operate/runs");
  return (await page.locator("tbody th a").first().getAttribute("href")) ?? "";
}

const rowOf = (page: Page, backfill: string) => page.locator("section.backfill", { hasText: backfill });

async function press(page: Page, backfill: string, button: string): Promise<void> {
  await page.goto("/operate/backfills");
  const row = rowOf(page, backfill);
  await row.locator("input[name=reason]").fill("a click of the test");
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await row.getByRole("button", { name: button }).click();
  expect((await answered).status()).toBe(303);
  await page.waitForURL(/\/operate\/backfills/);
}

const dayBefore = (day: string, days: number) =>
  new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
test("before a deploy every entity starts again with an empty history, and knows what it knew", async () => {
  const before = await show("clients");
  const handle = night.demo.client.workflow.getHandle("asset/clients");
  const { runId } = await handle.describe();
  const { entities } = await told<{ entities: readonly string[] }>("drain");
  expect(entities).toContain("asset/clients");
  expect((await handle.describe()).runId).not.toBe(runId);
  expect(await show("clients")).toEqual(before);
});
