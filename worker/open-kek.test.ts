import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseConfig } from "../config.ts";
import { transitDouble } from "../test/harness/transit-double.ts";
import { openKek } from "./open-kek.ts";

const folder = await mkdtemp(join(tmpdir(), "sillage-open-kek-"));
const open = (environment: Record<string, string>, report: (line: string) => void = () => undefined) =>
  openKek(parseConfig(environment), folder, report);

test("a local key says loudly that it is one", async () => {
  const lines: string[] = [];
  await open({}, (line) => void lines.push(line));
  expect(lines).toEqual([
    `THE KEYS OF PEOPLE ARE WRAPPED BY A FILE in ${join(folder, "keys")}: kek local (not for production).`,
  ]);
});

test("production takes no local key, unless somebody says so", async () => {
  const directory = join(folder, "production");
  const production = { SILLAGE_ENVIRONMENT: "prod", KEK_DIRECTORY: directory };
  await expect(open(production)).rejects.toThrow(
    expect.objectContaining({
      code: "kek.local-in-production",
      message:
        "SILLAGE_ENVIRONMENT is prod, and keys of people would be wrapped by a file. Name a vault with KEK_PROVIDER, or set KEK_ALLOW_LOCAL=true where that is what you want.",
    }),
  );
  await expect(open({ ...production, KEK_ALLOW_LOCAL: "true" })).resolves.toBeDefined();
});

test.each(["database", "identity", "objects"])("a key beside the %s of the data directory is refused", async (part) => {
  await expect(open({ KEK_DIRECTORY: join(folder, part, "keys") })).rejects.toMatchObject({ code: "kek.place" });
});

test.each([
  [{ KEK_PROVIDER: "vault" }, "vault", "KEK_URL"],
  [{ KEK_PROVIDER: "vault", KEK_URL: "https://vault.example.test" }, "vault", "KEK_TOKEN"],
  [{ KEK_PROVIDER: "azure" }, "azure", "KEK_URL"],
])("a vault whose settings are not whole is refused: %o", async (environment, provider, missing) => {
  await expect(open(environment)).rejects.toThrow(
    expect.objectContaining({
      code: "config.missing",
      message: `KEK_PROVIDER is ${provider}, and ${missing} is not set. Set it in the environment; the README lists every setting.`,
    }),
  );
});

test("the vault that the settings name is the one that wraps", async () => {
  const double = await transitDouble();
  const kek = await open({ KEK_PROVIDER: "vault", KEK_URL: double.url, KEK_TOKEN: "token" });
  expect(Buffer.from(await kek.wrap("lookup", 1, Buffer.alloc(32))).toString()).toMatch(/^vault:v1:/);
  const cloud = { azure: "https://vault.example.test", aws: "http://127.0.0.1:9" };
  for (const [provider, url] of Object.entries(cloud))
    expect((await open({ KEK_PROVIDER: provider, KEK_URL: url })).describe()).toMatch(/^A(zure Key Vault|WS KMS)$/);
  await double.stop();
});
