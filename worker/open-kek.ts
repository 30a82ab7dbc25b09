import { join } from "node:path";
import type { Config } from "../config.ts";
import { SillageError } from "../core/errors.ts";
import type { Kek } from "../pii/kek.ts";
import { awsKek } from "../pii/kek/aws.ts";
import { azureKek } from "../pii/kek/azure.ts";
import { keepToken } from "../pii/kek/keep-token.ts";
import { localKek } from "../pii/kek/local.ts";
import { transitClient } from "../pii/kek/transit-client.ts";
import { vaultKek } from "../pii/kek/vault.ts";

/** Open the vault that the settings name; a local one says so to `report`, which is told as well when a token of HashiCorp Vault's is not renewed. Throws `kek.local-in-production`, `config.missing`, `kek.no-package`, and as `localKek`. */
export async function openKek(config: Config, dataDir: string, report: (line: string) => void): Promise<Kek> {
  switch (config.KEK_PROVIDER) {
    case "azure":
      return azureKek({ url: required(config, "KEK_URL"), key: config.KEK_KEY });
    case "aws":
      return awsKek({ key: awsKey(config.KEK_KEY), epochs: nameOf(config.KEK_KEY), endpoint: config.KEK_URL });
    case "vault":
      return openVault(config, report);
    case "local":
      return openLocal(config, dataDir, report);
  }
}

function openVault(config: Config, report: (line: string) => void): Kek {
  const reached = { url: required(config, "KEK_URL"), token: required(config, "KEK_TOKEN") };
  void keepToken({ ask: transitClient({ ...reached, mount: "auth/token" }), report });
  return vaultKek({ ...reached, mount: config.KEK_MOUNT, key: config.KEK_KEY });
}

async function openLocal(config: Config, dataDir: string, report: (line: string) => void): Promise<Kek> {
  if (config.SILLAGE_ENVIRONMENT.startsWith("prod") && !config.KEK_ALLOW_LOCAL)
    throw new SillageError({
      code: "kek.local-in-production",
      message: `SILLAGE_ENVIRONMENT is ${config.SILLAGE_ENVIRONMENT}, and keys of people would be wrapped by a file.`,
      fix: "Name a vault with KEK_PROVIDER, or set KEK_ALLOW_LOCAL=true where that is what you want.",
    });
  const directory = config.KEK_DIRECTORY ?? join(dataDir, "keys");
  const forbidden = ["database", "identity", "objects"].map((part) => join(dataDir, part));
  const kek = await localKek(directory, { passphrase: config.KEK_PASSPHRASE, forbidden });
  report(`THE KEYS OF PEOPLE ARE WRAPPED BY A FILE in ${directory}: kek ${kek.describe()}.`);
  return kek;
}

const awsKey = (key: string): string => (/^(?:arn:|alias\/|mrk-|[0-9a-f]{8}-)/.test(key) ? key : `alias/${key}`);

/** What aliases of epochs begin with: an alias's own name, or the product's where the key is named by an id. */
const nameOf = (key: string): string => /^(?:alias\/)?([\w-]+)$/.exec(key)?.[1] ?? "sillage";

function required(config: Config, name: "KEK_URL" | "KEK_TOKEN"): string {
  const value = config[name];
  if (value !== undefined) return value;
  throw new SillageError({
    code: "config.missing",
    message: `KEK_PROVIDER is ${config.KEK_PROVIDER}, and ${name} is not set.`,
    fix: "Set it in the environment; the README lists every setting.",
  });
}
