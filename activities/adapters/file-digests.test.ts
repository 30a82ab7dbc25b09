import { createHash } from "node:crypto";
import { mkdtemp, open, rename, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FileDigests } from "./file-digests.ts";

let folder: string;
let path: string;
let digests: FileDigests;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-digests-"));
  path = join(folder, "object");
  digests = new FileDigests();
  await writeFile(path, "one");
});
afterEach(() => rm(folder, { recursive: true }));

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
async function digest(flags: "r" | "a" = "r"): Promise<string> {
  const file = await open(path, flags);
  try {
    return await digests.of(path, file);
  } finally {
    await file.close();
  }
}

test("a file that stays the one it was is read once: a handle that cannot read is enough then", async () => {
  await expect(digest("a")).rejects.toMatchObject({ code: "EBADF" });
  expect(await digest()).toBe(md5("one"));
  expect(await digest("a")).toBe(md5("one"));
  digests.forget(path);
  await expect(digest("a")).rejects.toMatchObject({ code: "EBADF" });
});

test("what is written in place, or put in its place, has another digest, also with the size and the time of before", async () => {
  await utimes(path, 1_700_000_000, 1_700_000_000);
  expect(await digest()).toBe(md5("one"));
  await writeFile(path, "two");
  await utimes(path, 1_700_000_000, 1_700_000_000);
  expect(await digest()).toBe(md5("two"));
  await writeFile(`${path}.new`, "six");
  await utimes(`${path}.new`, 1_700_000_000, 1_700_000_000);
  await rename(`${path}.new`, path);
  expect(await digest()).toBe(md5("six"));
});
