import { createHash } from "node:crypto";
import { mkdtemp, open, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FileDigests } from "./file-digests.ts";

let folder: string;
let path: string;
let digests: FileDigests;
let now: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sillage-digests-"));
  path = join(folder, "object");
  await writeFile(path, "one");
  now = (await stat(path)).ctimeMs + 60_000;
  digests = new FileDigests({ now: () => now, most: 2 });
});
afterEach(() => rm(folder, { recursive: true }));

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
async function digest(flags: "r" | "a" = "r", of = path): Promise<string> {
  const file = await open(of, flags);
  try {
    return await digests.of(of, file);
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

test("of a file that was written just now nothing is kept: a write that comes within the same tick of the clock looks as this one", async () => {
  now = (await stat(path)).ctimeMs;
  expect(await digest()).toBe(md5("one"));
  await expect(digest("a")).rejects.toMatchObject({ code: "EBADF" });
  now += 1_000;
  expect(await digest()).toBe(md5("one"));
  expect(await digest("a")).toBe(md5("one"));
});

test("of more files than are kept, what was kept first is read again", async () => {
  const paths = ["first", "second", "third"].map((name) => join(folder, name));
  for (const one of paths) {
    await writeFile(one, "one");
    await digest("r", one);
  }
  const [first = "", ...others] = paths;
  await expect(digest("a", first)).rejects.toMatchObject({ code: "EBADF" });
  for (const one of others) expect(await digest("a", one)).toBe(md5("one"));
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
