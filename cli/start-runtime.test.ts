import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startRuntime } from "./start-runtime.ts";

let dataDir: string;
const said: string[] = [];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sillage-runtime-"));
  await mkdir(join(dataDir, "logs"));
  said.length = 0;
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test("a runtime that refuses to start is told by its own reason, and where its log is", async () => {
  const starting = startRuntime({
    dataDir,
    temporal: { address: "127.0.0.1:9", uiUrl: undefined },
    store: { kind: "file", directory: join(dataDir, "objects") },
    environment: { API_PORT: "none" },
    progress: (line) => void said.push(line),
  });
  await expect(starting).rejects.toMatchObject({
    code: "stack.part-failed",
    message: expect.stringMatching(/^The runtime did not start: Some settings are not usable:\n {2}- API_PORT: /),
    fix: `See its log: ${join(dataDir, "logs", "runtime.log")}`,
  });
  expect(said[0]).toContain("runtime: Some settings are not usable");
  const log = await readFile(join(dataDir, "logs", "runtime.log"), "utf8");
  expect(log).toMatch(
    /config\.invalid: Some settings are not usable:\n {2}- API_PORT: .*\nSet them in the environment/,
  );
  expect(log).not.toMatch(/^ {4}at /m);
});
