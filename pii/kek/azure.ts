import { createHash, timingSafeEqual } from "node:crypto";
import type { CryptographyClientOptions, KeyClientOptions } from "@azure/keyvault-keys";
import { epochPurpose, kekLabel, type Kek } from "../kek.ts";
import { unwrapRefused } from "../wrap-key.ts";
import { azureRefusal } from "./azure-refusal.ts";
import { kekErrors } from "./kek-errors.ts";
import { keyOf, keyVaultEpochs } from "./key-vault-epochs.ts";
import { optionalPackage } from "./optional-package.ts";

/** What gives tokens for the vault, as `@azure/identity` makes them. */
export type AzureCredential = ConstructorParameters<typeof import("@azure/keyvault-keys").KeyClient>[1];

/** `key`: name of the RSA key that wraps; the key of an epoch is `<key>-epoch-<n>`. `credential` stands in for the environment's. */
export type AzureKekOptions = {
  readonly url: string;
  readonly key: string;
  readonly credential?: AzureCredential;
  readonly client?: Pick<KeyClientOptions & CryptographyClientOptions, "httpClient" | "retryOptions">;
};

const kind = "Azure Key Vault";
const algorithm = "RSA-OAEP-256";
const versionBytes = 32;
const version = /^[0-9a-f]{32}$/;
const labelBytes = 16;

/** Azure Key Vault, RSA-OAEP-256. RSA binds no label, so its hash is wrapped with the key and compared. An epoch is a key of its own, since single versions cannot be deleted. Throws `kek.no-package`. */
export async function azureKek({ url, key, credential, client: options = {} }: AzureKekOptions): Promise<Kek> {
  const keys = await optionalPackage("@azure/keyvault-keys", () => import("@azure/keyvault-keys"));
  const login = credential ?? (await environmentCredential());
  const client = new keys.KeyClient(url, login, options);
  const nameOf = (purpose: string, epoch: number): string => (purpose === epochPurpose ? `${key}-epoch-${epoch}` : key);
  const cryptography = (name: string, at: string) =>
    new keys.CryptographyClient(`${url.replace(/\/$/, "")}/keys/${name}/${at}`, login, options);
  const newest = async (purpose: string, epoch: number): Promise<string> => {
    const at = (await keyOf(client, nameOf(purpose, epoch)))?.properties.version;
    if (at !== undefined) return at;
    throw purpose === epochPurpose ? kekErrors.epochGone(epoch) : kekErrors.noKey(kind, key);
  };
  return {
    describe: () => kind,
    async wrap(purpose, epoch, bytes) {
      const at = await newest(purpose, epoch);
      const bound = Buffer.concat([labelHash(purpose, epoch), bytes]);
      const { result } = await cryptography(nameOf(purpose, epoch), at)
        .wrapKey(algorithm, bound)
        .catch((error: unknown) => Promise.reject(azureRefusal(error).error));
      return Buffer.concat([Buffer.from(at, "ascii"), result]);
    },
    async unwrap(purpose, epoch, wrapped) {
      const refused = unwrapRefused(kekLabel(purpose, epoch));
      const at = versionIn(wrapped);
      if (at === undefined || wrapped.length <= versionBytes) throw refused;
      const { result } = await cryptography(nameOf(purpose, epoch), at)
        .unwrapKey(algorithm, wrapped.subarray(versionBytes))
        .catch(async (error: unknown) => {
          const refusal = azureRefusal(error);
          const isEpoch = purpose === epochPurpose;
          if (isEpoch && refusal.kind === "disabled") throw kekErrors.epochGone(epoch);
          // The key, or only this version of it.
          if (isEpoch && refusal.kind === "missing") await newest(purpose, epoch);
          throw refusal.kind === "missing" || refusal.kind === "unopened" ? refused : refusal.error;
        });
      const bound = result.subarray(0, labelBytes);
      if (bound.length !== labelBytes || !timingSafeEqual(bound, labelHash(purpose, epoch))) throw refused;
      return result.subarray(labelBytes);
    },
    newest: () => newest("kek", 0),
    wrappedBy: async (_purpose, _epoch, wrapped) => versionIn(wrapped) ?? null,
    async renew() {
      await newest("kek", 0);
      await client.rotateKey(key).catch((error: unknown) => Promise.reject(azureRefusal(error).error));
    },
    ...keyVaultEpochs(client, (epoch) => nameOf(epochPurpose, epoch)),
  };
}

async function environmentCredential(): Promise<AzureCredential> {
  const { DefaultAzureCredential } = await optionalPackage("@azure/identity", () => import("@azure/identity"));
  return new DefaultAzureCredential();
}

function versionIn(wrapped: Uint8Array): string | undefined {
  const at = Buffer.from(wrapped.subarray(0, versionBytes)).toString("ascii");
  return version.test(at) ? at : undefined;
}

const labelHash = (purpose: string, epoch: number): Buffer =>
  createHash("sha256").update(kekLabel(purpose, epoch)).digest().subarray(0, labelBytes);
