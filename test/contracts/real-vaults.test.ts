import { randomUUID } from "node:crypto";
import { describe } from "vitest";
import { awsKek } from "../../pii/kek/aws.ts";
import { azureKek } from "../../pii/kek/azure.ts";
import { vaultKek } from "../../pii/kek/vault.ts";
import { kekContract } from "./kek.ts";

// Each variable names a vault of yours and a key in it. Suites make keys of epochs and destroy them; the key that is named stays.
const { env } = process;
const azure = env["SILLAGE_TEST_AZURE_KEYVAULT_URL"];
const azureKeys = (env["SILLAGE_TEST_AZURE_KEYVAULT_KEYS"] ?? "").split(",");
const aws = (env["SILLAGE_TEST_AWS_KMS_KEYS"] ?? "").split(",");
const vault = env["SILLAGE_TEST_VAULT_ADDR"];
const vaultToken = env["SILLAGE_TEST_VAULT_TOKEN"] ?? "";
const own = `t${randomUUID().slice(0, 8)}`;
const close = async () => undefined;

const why = (name: string, given: boolean): string => (given ? "" : ` (skipped: ${name} is not set)`);

describe.skipIf(azure === undefined)(
  `Azure Key Vault itself${why("SILLAGE_TEST_AZURE_KEYVAULT_URL with …_KEYS=<one>,<other>", azure !== undefined)}`,
  () => {
    const kekOf = (at: number) => azureKek({ url: azure ?? "", key: azureKeys[at] ?? "" });
    kekContract(async () => ({ kek: await kekOf(0), again: () => kekOf(0), other: await kekOf(1), close }));
  },
);

describe.skipIf(aws.length < 2)(
  `AWS KMS itself${why("SILLAGE_TEST_AWS_KMS_KEYS=<one>,<other>", aws.length >= 2)}`,
  () => {
    const kekOf = (at: number) => awsKek({ key: aws[at] ?? "", epochs: `${own}-${at}` });
    kekContract(async () => ({ kek: await kekOf(0), again: () => kekOf(0), other: await kekOf(1), close }));
  },
);

describe.skipIf(vault === undefined)(
  `HashiCorp Vault itself${why("SILLAGE_TEST_VAULT_ADDR with …_TOKEN", vault !== undefined)}`,
  () => {
    const kekOf = (key: string) => vaultKek({ url: vault ?? "", token: vaultToken, mount: "transit", key });
    kekContract(async () => {
      for (const key of [own, `${own}b`])
        await fetch(`${vault}/v1/transit/keys/${key}`, { method: "POST", headers: { "x-vault-token": vaultToken } });
      return { kek: kekOf(own), again: async () => kekOf(own), other: kekOf(`${own}b`), close };
    });
  },
);
