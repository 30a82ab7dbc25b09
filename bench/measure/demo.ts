import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { processEnvironment } from "../../config.ts";
import { findTool } from "../../dev/tools/find-tool.ts";
import { temporalTool, versitygwTool } from "../../dev/tools/tool.ts";
import { secondsOf, type Measurement } from "../measurement.ts";

const most = 90;

/** Wall clock of `npm run demo -- --once` at small volume, in an empty data directory; the tools are fetched before the clock starts. */
export const demo: Measurement = {
  about: "seconds of `npm run demo -- --once` at small volume, tools cached; the same at every size",
  async run({ directory }) {
    const options = { env: processEnvironment(), progress: () => undefined };
    for (const tool of [temporalTool, versitygwTool]) await findTool(tool, options);
    const dataDir = await mkdtemp(join(directory, "demo-"));
    let code: number | null = null;
    const seconds = await secondsOf(async () => {
      const child = spawn("npm", ["run", "demo", "--", "--once", "--data-dir", dataDir], {
        cwd: fileURLToPath(new URL("../../", import.meta.url)),
        stdio: "ignore",
      });
      code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
    });
    await rm(dataDir, { recursive: true, force: true });
    return [
      {
        id: "demo",
        what: "`npm run demo -- --once`, small volume, tools cached",
        measured: `${seconds.toFixed(0)} s, exit ${code ?? "by a signal"}`,
        goal: `within ${most} s, exit 0`,
        met: seconds <= most && code === 0,
        values: { seconds },
      },
    ];
  },
};
