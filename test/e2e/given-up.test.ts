import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { locateTool } from "../../dev/tools/find-tool.ts";
import { temporalTool } from "../../dev/tools/tool.ts";
import { startSillage } from "../harness/run-command.ts";
import { noTemporal } from "../harness/temporal.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sillage-given-up-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** Temporal's server, until a file `ended` lies beside its data: then it ends whenever it is started. */
async function mortalTemporal(): Promise<string> {
  const path = join(dataDir, "temporal.sh");
  const real = (await locateTool(temporalTool, process.env))?.path ?? "";
  await writeFile(path, `#!/bin/sh\n[ -e '${dataDir}/ended' ] && exit 1\nexec '${real}' "$@"\n`);
  await chmod(path, 0o755);
  return path;
}

type Kept = { readonly pid: number; readonly command: string };
async function pidOf(command: string): Promise<number> {
  const kept: readonly Kept[] = JSON.parse(await readFile(join(dataDir, "pids.json"), "utf8"));
  return kept.find((part) => part.command === command)?.pid ?? 0;
}

test.skipIf(noTemporal !== undefined).each([
  ["up", ["up", "--only", "temporal"], "Ctrl-C stops them"],
  ["dev", ["dev", "--volume", "tiny"], "Temporal Web UI: "],
  ["demo", ["demo", "--volume", "tiny"], "initial extraction: "],
])("%s ends with a part's own error when Temporal's server cannot be kept alive", async (_, args, stands) => {
  const running = startSillage([...args, "--data-dir", dataDir], { SILLAGE_TEMPORAL_BIN: await mortalTemporal() });
  await running.said(stands);
  await writeFile(join(dataDir, "ended"), "");
  process.kill(await pidOf("temporal"), "SIGKILL");
  const { code, stderr } = await running.ended;
  expect(code).toBe(1);
  expect(stderr).toContain("sillage: temporal ended 6 times and is not started again. See its log: ");
  expect(stderr).not.toMatch(/\n {4}at /);
});
