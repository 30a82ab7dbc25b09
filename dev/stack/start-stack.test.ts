import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeServer } from "../../test/harness/fake-server.ts";
import type { PartName } from "./stack.ts";
import { startStack } from "./start-stack.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sillage-stack-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test.each<[PartName, string, string]>([
  ["temporal", "SILLAGE_TEMPORAL_BIN", "temporal"],
  ["s3", "SILLAGE_S3_BIN", "versitygw"],
])("a stack whose %s server dies again and again has failed, and can be stopped", async (part, variable, name) => {
  const program = await fakeServer(join(dataDir, "server.cjs"));
  const stack = await startStack({
    dataDir,
    only: [part],
    env: { [variable]: program },
    progress: () => undefined,
    searchAttributes: {},
    restartDelay: () => 5,
  });
  await writeFile(`${program}.ended`, "");
  process.kill(stack.parts[0]?.pid() ?? 0, "SIGKILL");
  await expect(stack.failed).rejects.toMatchObject({
    code: "stack.part-failed",
    message: expect.stringMatching(new RegExp(`^${name} ended 6 times and is not started again\\. See its log: `)),
  });
  await stack.stop();
});
