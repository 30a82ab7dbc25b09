import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { canariesIn } from "../fakes/canary.ts";
import { testDemo, type TestDemo } from "../harness/demo.ts";

let night: TestDemo;
beforeAll(async () => {
  night = await testDemo();
  await night.run("initial");
  await night.fault([{ table: "clients", kind: "200-error-envelope" }]);
  await night.run("selection", { selection: "clients" }).catch(() => undefined);
  await night.advance(24);
  await night.run("nightly");
});
afterAll(() => night.stop());

/** Every personal value of the simulated clients that is long enough to be told from chance. */
const canaries = (): readonly string[] =>
  night.demo.ponton.world
    .shelf("clients")
    .sorted()
    .slice(0, 60)
    .flatMap((client) => [client["email"], client["phone"]])
    .filter((value): value is string => typeof value === "string" && value.length >= 8);

/** What everything below a folder holds, gzip undone. */
async function textBelow(folder: string): Promise<string> {
  const texts: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    texts.push((bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString("latin1"));
  }
  return texts.join("\n");
}

test.each(["objects", "temporal", "logs", "database", "identity"])(
  "no personal value is in clear in %s",
  async (part) => {
    const text = await textBelow(join(night.dataDir, part));
    expect(text.length).toBeGreaterThan(100);
    expect(canaries().length).toBeGreaterThan(60);
    expect(canariesIn(text, canaries())).toEqual([]);
  },
);

test("the scan would find one", async () => {
  const [canary = ""] = canaries();
  await writeFile(
    join(night.dataDir, "logs", "control.txt"),
    `x${Buffer.from(`a client: ${canary}`).toString("hex")}x`,
  );
  expect(canariesIn(await textBelow(join(night.dataDir, "logs")), canaries())).toEqual([canary]);
});
