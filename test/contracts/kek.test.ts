import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { localKek } from "../../pii/kek/local.ts";
import { optionalPackage } from "../../pii/kek/optional-package.ts";
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

describe("where key files lie, and under which passphrase", () => {
  const place = (directory: string, why: string) =>
    expect.objectContaining({
      code: "kek.place",
      message: `The key directory ${directory} is not safe: ${why}. Name another with KEK_DIRECTORY, outside of repositories and of data.`,
    });

  test("keys do not lie beside the data that they protect, at whatever depth", async () => {
    const data = join(folder, "database");
    const forbidden = [join(folder, "objects"), data];
    for (const directory of [data, join(data, "keys", "deep")])
      await expect(localKek(directory, { forbidden })).rejects.toThrow(
        place(directory, `it lies in ${data}, beside what it protects`),
      );
    await expect(localKek(join(folder, "database-keys"), { forbidden })).resolves.toBeDefined();
  });

  test("keys do not lie in a repository, unless it ignores them", async () => {
    const repository = join(folder, "repository");
    await mkdir(join(repository, ".git"), { recursive: true });
    const directory = join(repository, "data", "keys");
    await expect(localKek(directory)).rejects.toThrow(
      place(directory, `it lies in the repository ${repository}, which does not ignore it`),
    );
    await writeFile(join(repository, ".gitignore"), "other\ndata/\n");
    await expect(localKek(directory)).resolves.toBeDefined();
  });

  const phrase = (why: string) =>
    expect.objectContaining({
      code: "kek.passphrase",
      message: `The key file ${why}. Set KEK_PASSPHRASE as it was when the key was made.`,
    });

  test("a key under a passphrase opens with no other and not without, and its file shows no key", async () => {
    const directory = join(folder, "phrased");
    const file = join(directory, "local.key");
    await localKek(directory, { passphrase: "phrase of the test" });
    expect((await stat(file)).size).toBe(76);
    await expect(localKek(directory, { passphrase: "another" })).rejects.toThrow(
      phrase(`${file} does not open with this passphrase`),
    );
    await expect(localKek(directory)).rejects.toThrow(phrase(`${file} is under a passphrase, and none is set`));
  });

  test("a key in clear is not taken for one under a passphrase", async () => {
    const directory = join(folder, "clear");
    await localKek(directory);
    await expect(localKek(directory, { passphrase: "phrase of the test" })).rejects.toThrow(
      phrase(`${join(directory, "local.key")} is in clear, and a passphrase is set`),
    );
  });
});

test("a package that is not installed is named", async () => {
  const absent = "@azure/not-installed";
  await expect(optionalPackage(absent, () => import(absent))).rejects.toThrow(
    expect.objectContaining({
      code: "kek.no-package",
      message: `The package ${absent} is not installed. Run: npm install ${absent}`,
    }),
  );
});

describe("a key file under a passphrase", () => {
  const options = { passphrase: "phrase of the test" };
  kekContract(async () => ({
    kek: await localKek(join(folder, "locked"), options),
    again: () => localKek(join(folder, "locked"), options),
    other: await localKek(join(folder, "locked-other"), options),
    close: async () => undefined,
  }));
});
