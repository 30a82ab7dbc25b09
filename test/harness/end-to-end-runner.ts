import { test, TestRunner } from "vitest";
import { locatedTemporal } from "./located-temporal.ts";

/** Runs end-to-end files. Where there is no Temporal server to start, each is one skipped test that says so, instead of a start that fails. */
export default class EndToEndRunner extends TestRunner {
  override importFile(...[path, source]: Parameters<TestRunner["importFile"]>): unknown {
    if (source !== "collect" || !path.includes("/test/e2e/") || "path" in locatedTemporal)
      return super.importFile(path, source);
    return test.skip(`skipped: ${locatedTemporal.missing}`, () => undefined);
  }
}
