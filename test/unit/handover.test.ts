import { spawnSync } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const script = fileURLToPath(new URL("../../bin/sillage.js", import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-handover-"));
  await mkdir(join(folder, "bin"));
  await cp(script, join(folder, "bin", "sillage.js"));
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  // Loaded before the script, so that this Node passes for an older one.
  await writeFile(join(folder, "older.cjs"), 'Object.defineProperty(process.versions, "node", { value: "20.20.2" });');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const sillage = (...args: readonly string[]) =>
  spawnSync(process.execPath, ["--require", join(folder, "older.cjs"), join(folder, "bin", "sillage.js"), ...args], {
    encoding: "utf8",
  });
const message = "The pinned Node 24 is not there, and this Node 20.20.2 is too old.";
const fix = "Run `npm ci` with scripts allowed (the package `node` unpacks itself by one), or use Node 24.";

test("an old Node without the pinned one is told what is missing, as JSON too", () => {
  const { status, stdout, stderr } = sillage("check", "--json");
  expect([status, stderr]).toEqual([1, `sillage: ${message} ${fix}\n`]);
  expect(JSON.parse(stdout)).toEqual({ error: { code: "node.too-old", message, fix, retryable: false } });
});

test.each([
  [["worker", "--role", "ingest"], "--max-semi-space-size=8 --max-old-space-size=192 "],
  [["worker", "--role=ingest"], "--max-semi-space-size=8 --max-old-space-size=192 "],
  [["worker", "--role", "extract"], ""],
  [["status"], ""],
])("the pinned Node is handed %j, lean where it only ingests", async (args, flags) => {
  const pinned = join(folder, "node_modules", "node", "bin", "node");
  await mkdir(join(folder, "node_modules", "node", "bin"), { recursive: true });
  await writeFile(pinned, '#!/bin/sh\necho "$@"\n');
  await chmod(pinned, 0o755);
  expect(sillage(...args).stdout).toBe(`${flags}${join(folder, "cli", "main.ts")} ${args.join(" ")}\n`);
});
