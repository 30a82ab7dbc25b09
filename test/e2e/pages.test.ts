import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deployment } from "../../assets/index.ts";
import { fitsWidth, noChromium, openChromium, seriousFindings, watchedPage } from "../harness/chromium.ts";
import { documentedPicture } from "../harness/documented-picture.ts";
import { passphrase, servedPages } from "../harness/served-pages.ts";
import { sessionKey, signedInPage } from "../harness/signed-in.ts";
import { createSessions } from "../../pages/login/session.ts";

const { pages } = deployment.dashboards;

describe.skipIf(noChromium !== undefined)(
  `the dashboards in Chromium${noChromium === undefined ? "" : ` (skipped: ${noChromium})`}`,
  () => {
    let served: Awaited<ReturnType<typeof servedPages>>;
    let browser: Browser;
    beforeAll(async () => {
      const sessions = createSessions({ key: sessionKey, secure: false, now: Date.now });
      [served, browser] = await Promise.all([servedPages({ sessions }), openChromium()]);
    });
    afterAll(async () => {
      await browser.close();
      await served.stop();
    });

    const signIn = async (page: Page): Promise<void> => {
      await page.goto("/dashboards");
      await page.locator("#passphrase").fill(passphrase);
      await page.locator("main button").click();
      await page.waitForURL(/\/dashboards\/overview/);
    };

    const entryLinks = (page: Page): Promise<readonly (string | null)[]> =>
      page.locator("ul.home a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    const documented = ["/docs", "/openapi.json"];
    const dashboards = pages.map(({ key }) => `/dashboards/${key}`);

    test.each([
      { width: "phone", locale: "fr-FR" },
      { width: "desktop", locale: "en-GB" },
    ] as const)(
      "the entry at $width width sends whoever is nobody to sign in, and back to what they may see",
      async (how) => {
        const { page, faults } = await watchedPage(browser, served.url, how);
        expect((await page.goto("/"))?.status()).toBe(200);
        expect(await entryLinks(page)).toEqual(["/login?to=/", ...documented]);
        expect(await seriousFindings(page)).toEqual([]);
        await page.locator("ul.home a").first().click();
        await page.locator("#passphrase").fill(passphrase);
        await page.locator("main button").click();
        await page.waitForURL((url) => url.pathname === "/");
        expect(await entryLinks(page)).toEqual([...dashboards, "/operate/catalogue", ...documented]);
        expect(await seriousFindings(page)).toEqual([]);
        expect(await fitsWidth(page)).toBe(true);
        expect(faults).toEqual([]);
        await page.context().close();
      },
    );

    test.each([
      ["viewer", []],
      ["operator", ["/operate/catalogue"]],
      ["privacy-officer", ["/operate/register"]],
    ] as const)("the entry of a %s has their pages alone, and each link leads to one", async (role, own) => {
      const { page, faults } = await signedInPage(browser, served.url, { width: "phone", locale: "fr-FR", role });
      await page.goto("/");
      const links = await entryLinks(page);
      expect(links).toEqual([...dashboards, ...own, ...documented]);
      for (const link of [...dashboards, ...own]) {
        await page.goto("/");
        await page.locator(`ul.home a[href="${link}"]`).click();
        await page.waitForURL((url) => url.pathname === link);
        expect({ link, heads: await page.locator("h1").count() }).toEqual({ link, heads: 1 });
        expect({ link, findings: await seriousFindings(page) }).toEqual({ link, findings: [] });
      }
      expect(faults).toEqual([]);
      await page.context().close();
    });

    test.each([
      { width: "phone", locale: "fr-FR", language: "fr" },
      { width: "desktop", locale: "en-GB", language: "en" },
    ] as const)("every page reads well at $width width in $language, and asks no other host", async (how) => {
      const { page, faults } = await watchedPage(browser, served.url, how);
      await page.goto("/login");
      expect(await seriousFindings(page)).toEqual([]);
      await documentedPicture(page, `login-${how.width}`);
      await signIn(page);
      for (const { key, title, charts } of pages) {
        await page.goto(`/dashboards/${key}?from=2026-03-01&until=2026-08-15`);
        expect(await page.locator("h1").textContent()).toContain(title[how.language]);
        expect(await page.locator("html").getAttribute("lang")).toBe(how.language);
        expect(await page.locator(".panel").count()).toBe(charts.length);
        await expect.poll(() => page.locator(".freshness time").count()).toBe(1);
        expect({ key, findings: await seriousFindings(page) }).toEqual({ key, findings: [] });
        expect({ key, fits: await fitsWidth(page) }).toEqual({ key, fits: true });
        await documentedPicture(page, `${key}-${how.width}`);
      }
      expect(faults).toEqual([]);
      await page.context().close();
    });

    test("a number of few people is missing, and its page says why; on paper tables are open and links are left out", async () => {
      const { page, faults } = await watchedPage(browser, served.url, { width: "desktop", locale: "en-GB" });
      await signIn(page);
      await page.goto("/dashboards/clients?from=2026-08-01&until=2026-08-15&site=3");
      await expect.poll(() => page.getByText("this is the last one").count()).toBe(2);
      await page.getByRole("link", { name: "Last month" }).click();
      await page.waitForURL(/from=2026-07-01&until=2026-07-31&site=3/);
      expect(await page.getByText("this is the last one").count()).toBe(0);
      const why = page.locator(".why").first();
      await why.locator("summary").click();
      expect(await why.locator("p").isVisible()).toBe(true);
      expect(await seriousFindings(page)).toEqual([]);
      expect(await page.locator("rect.hidden").count()).toBeGreaterThan(0);
      await documentedPicture(page, "hidden-desktop");
      await page.emulateMedia({ media: "print" });
      expect(await page.locator("header.top").isVisible()).toBe(false);
      expect(await page.locator(".twin table").first().isVisible()).toBe(true);
      expect(faults).toEqual([]);
      await page.context().close();
    });

    test("links and the form choose period and base, the link to the other language keeps them", async () => {
      const { page, faults } = await watchedPage(browser, served.url, { width: "desktop", locale: "en-GB" });
      await signIn(page);
      await page.getByRole("link", { name: "This season" }).click();
      await page.waitForURL(/from=2026-01-01&until=2026-08-15/);
      const whole = await page.locator(".figure").first().textContent();
      await page.locator("input[name=from]").fill("2026-08-05");
      await page.locator("input[name=until]").fill("2026-08-12");
      await page.locator("select[name=site]").selectOption({ index: 1 });
      await page.getByRole("button", { name: "Show" }).click();
      await page.waitForURL(/from=2026-08-05&until=2026-08-12&site=1/);
      expect(await page.locator(".figure").first().textContent()).not.toBe(whole);
      await page.getByRole("link", { name: "Français" }).click();
      await page.waitForURL(/site=1.*lang=fr/);
      expect(await page.locator("h1").textContent()).toMatch(/^Vue d’ensemble, /);
      await page.locator(".twin summary").first().click();
      expect(await page.locator(".twin tbody tr").first().isVisible()).toBe(true);
      const [file] = await Promise.all([page.waitForEvent("download"), page.locator(".csv a").first().click()]);
      expect(file.suggestedFilename()).toBe("overview-sales-over-time.csv");
      await page.getByRole("button", { name: "Se déconnecter" }).click();
      await page.waitForURL(/\/login/);
      await page.goto("/dashboards/overview");
      expect(page.url()).toContain("/login?to=");
      expect(faults).toEqual([]);
      await page.context().close();
    });
  },
);
