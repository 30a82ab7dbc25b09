import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fitsWidth, noChromium, openChromium, seriousFindings, watchedPage } from "../harness/chromium.ts";
import { servedApi, type ServedApi } from "../harness/served-api.ts";

describe.skipIf(noChromium !== undefined)(
  `the API's own pages in Chromium${noChromium === undefined ? "" : ` (skipped: ${noChromium})`}`,
  () => {
    let served: ServedApi;
    let browser: Browser;
    beforeAll(async () => {
      [served, browser] = await Promise.all([servedApi(), openChromium()]);
    });
    afterAll(async () => {
      await browser.close();
      await served.stop();
    });

    const looksWell = async (page: Page): Promise<void> => {
      expect(await seriousFindings(page)).toEqual([]);
      expect(await fitsWidth(page)).toBe(true);
    };

    test.each(["phone", "desktop"] as const)(
      "the entry page leads to the documentation, which shows every KPI with an example, at %s width",
      async (width) => {
        const { page, faults } = await watchedPage(browser, served.url, { width, locale: "en-GB" });
        await page.goto("/");
        await looksWell(page);
        await page.getByRole("link", { name: "API documentation" }).click();
        await page.locator(".opblock").first().waitFor();
        expect(await page.locator("#operations-KPI-revenue").count()).toBe(1);
        await looksWell(page);
        await page.locator("#operations-KPI-revenue .opblock-summary-control").click();
        await page.locator("#operations-KPI-revenue.is-open .responses-table").first().waitFor();
        await page.locator("#operations-KPI-revenue .example").first().waitFor();
        expect(await page.locator("#operations-KPI-revenue .example").first().textContent()).toContain('"netOfVat"');
        expect(page.url()).toContain("#/KPI/revenue");
        await looksWell(page);
        expect(faults).toEqual([]);
        await page.context().close();
      },
    );

    test("what breaks the policy of what may run on a page is a fault", async () => {
      const { page, faults } = await watchedPage(browser, served.url, { width: "desktop", locale: "en-GB" });
      await page.route("**/broken", (route) =>
        route.fulfill({
          contentType: "text/html",
          headers: { "content-security-policy": "script-src 'self'" },
          body: "<!doctype html><title>Broken</title><script>document.title = 'ran'</script>",
        }),
      );
      await page.goto("/broken");
      expect(await page.title()).toBe("Broken");
      await seriousFindings(page);
      expect(faults).toEqual([expect.stringMatching(/^console: .*Content Security Policy/)]);
      await page.context().close();
    });
  },
);
