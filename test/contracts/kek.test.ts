import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { localKek } from "../../pii/kek/local.ts";
import { kekContract } from "./kek.ts";

const folder = await mkdtemp(join(tmpdir(), "sillage-kek-"));
afterAll(() => rm(folder, { recursive: true }));

describe("a key file on a laptop", () => {
  kekContract(async () => ({
    kek: await localKek(join(folder, "own")),
    again: () => localKek(join(folder, "own")),
    other: await localKek(join(folder, "other")),
    close: async () => undefined,
  }));

  test("all that open a new one at once hold the same key, and nothing else is left behind", async () => {
    const directory = join(folder, "raced");
    const opened = await Promise.all(Array.from({ length: 20 }, () => localKek(directory)));
    const key = Buffer.alloc(32, 7);
    for (const kek of opened) {
      const kept = await kek.wrap("lookup", 1, key);
      for (const other of opened) expect(await other.unwrap("lookup", 1, kept)).toEqual(key);
    }
    expect(await readdir(directory)).toEqual(["local.key"]);
  });

  test.each([0, 31, 33])("a key file of %i bytes is refused", async (bytes) => {
    const directory = join(folder, `damaged-${bytes}`);
    await localKek(directory);
    const file = join(directory, "local.key");
    await writeFile(file, Buffer.alloc(bytes));
    await expect(localKek(directory)).rejects.toThrow(
      expect.objectContaining({
        code: "kek.damaged",
        message: `The key file ${file} holds ${bytes} bytes, not 32. Put it back from its copy: what was sealed under it opens with no other.`,
      }),
    );
  });
});
