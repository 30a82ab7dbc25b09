import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const images = fileURLToPath(new URL("../../docs/images/", import.meta.url));

/** Keep a page as a picture of the documentation, where `SILLAGE_TEST_IMAGES` asks for it: each run's differ by a pixel. */
export async function documentedPicture(page: Page, name: string): Promise<void> {
  if (process.env["SILLAGE_TEST_IMAGES"] !== undefined)
    await page.screenshot({ path: `${images}${name}.png`, fullPage: true });
}
