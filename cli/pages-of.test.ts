import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseConfig } from "../config.ts";
import { localPassphrase, passphraseFile } from "./local-passphrase.ts";
import { pagesOf } from "./pages-of.ts";

test("a stack's passphrase is random, stays, and is read by its owner only", async () => {
  const folder = await mkdtemp(join(tmpdir(), "passphrase-"));
  try {
    const made = await localPassphrase(join(folder, "data"));
    expect(made).toMatch(/^[\w-]{16}$/);
    expect(await localPassphrase(join(folder, "data"))).toBe(made);
    expect((await stat(passphraseFile(join(folder, "data")))).mode & 0o777).toBe(0o600);
    expect(await localPassphrase(join(folder, "other"))).not.toBe(made);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("one passphrase for everybody is refused in production", () => {
  const config = parseConfig({ PAGES_PASSPHRASE: "twelve letters", SILLAGE_ENVIRONMENT: "prod1" });
  expect(() => pagesOf(config)).toThrow(
    'PAGES_PASSPHRASE is set in the environment "prod1": one passphrase for everybody tells nobody apart.',
  );
});

test("an issuer without a client id or an address to come back to is refused", () => {
  const config = parseConfig({ OIDC_ISSUER: "https://login.example.test", OIDC_CLIENT_ID: "sillage" });
  expect(() => pagesOf(config)).toThrow("OIDC_ISSUER is set without OIDC_CLIENT_ID or PUBLIC_URL.");
});
