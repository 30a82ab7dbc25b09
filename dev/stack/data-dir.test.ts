import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { prepareDataDir } from "./data-dir.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-data-"));
  await writeFile(join(folder, "file"), "");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ["file", "EEXIST"],
  ["file/below", "ENOTDIR"],
])("a data directory at %s is refused in one sentence", async (name, reason) => {
  const path = join(folder, name);
  await expect(prepareDataDir(path)).rejects.toMatchObject({
    code: "usage.data-dir",
    message: `--data-dir names ${path}, which cannot be a folder (${reason}). Name a folder, or a place where one can be made.`,
  });
});

test("one that is there, or can be made, is taken", async () => {
  await prepareDataDir(join(folder, "new", "one"));
  await prepareDataDir(join(folder, "new"));
});
