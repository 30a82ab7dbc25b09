import { existsSync } from "node:fs";
import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";

const place = process.env["SILLAGE_TEST_CHROMIUM"] ?? "/usr/bin/chromium";

/** Why no browser can be driven; undefined when one can. */
export const noChromium: string | undefined = existsSync(place)
  ? undefined
  : `no Chromium at ${place}: install Debian's, or set SILLAGE_TEST_CHROMIUM`;

/** Widths that people look at pages with. */
export const widths = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } } as const;

/** A browser without a screen. */
export const openChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: place, args: ["--no-sandbox", "--disable-gpu"] });

/** A page that notes what it should not do: errors on its console, requests to another host. */
export async function watchedPage(
  browser: Browser,
  origin: string,
  options: {
    readonly width: keyof typeof widths;
    readonly locale: string;
    /** Whose page it is. Where ours is not, its policy of what may run is not held against it: Temporal's Web UI renders boards in frames that let no script run, not even the browser driver's own. */
    readonly of?: "us" | "others";
  },
): Promise<{ readonly page: Page; readonly faults: readonly string[] }> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: widths[options.width],
    locale: options.locale,
    timezoneId: "Europe/Paris",
    bypassCSP: options.of === "others",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== origin) faults.push(`another host: ${request.url()}`);
  });
  return { page, faults };
}

type Violation = { readonly id: string; readonly impact: string; readonly nodes: readonly { readonly html: string }[] };

/** Findings of axe that are serious or worse, a line each. It looks from a world of its own, so that the page's policy of what may run stays as it is. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  const devtools = await page.context().newCDPSession(page);
  const { frameTree } = await devtools.send("Page.getFrameTree");
  const { executionContextId: contextId } = await devtools.send("Page.createIsolatedWorld", {
    frameId: frameTree.frame.id,
    worldName: "axe",
  });
  await devtools.send("Runtime.evaluate", { expression: axe.source, contextId });
  const { result, exceptionDetails } = await devtools.send("Runtime.evaluate", {
    expression: "axe.run().then(({ violations }) => violations)",
    contextId,
    awaitPromise: true,
    returnByValue: true,
  });
  await devtools.detach();
  if (exceptionDetails !== undefined) throw new Error(`axe: ${exceptionDetails.text}`);
  const violations: readonly Violation[] = result.value;
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}

/** True when nothing sticks out to the side of the screen. */
export const fitsWidth = (page: Page): Promise<boolean> =>
  page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth");
