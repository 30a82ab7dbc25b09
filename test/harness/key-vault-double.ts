import {
  constants,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  type KeyObject,
} from "node:crypto";
import { createDefaultHttpClient, createPipelineRequest, type HttpClient } from "@azure/core-rest-pipeline";
import { field, httpDouble, type Answer, type Asked, type HttpDouble } from "./http-double.ts";

type Version = {
  readonly id: string;
  readonly pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
};
type VaultKey = { readonly versions: Version[]; deleted?: number };
const found = (body: object): Answer => ({ status: 200, body });
const refused = (status: number, code: string): Answer => ({
  status,
  body: { error: { code, message: "of the double" } },
});
const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" } as const;

/** The vault's name in requests and ids; the client below brings them to the double. */
export const vaultUrl = "https://sillage-double.vault.azure.net";

/** Key Vault's REST API, as its reference says it answers; the key `sillage` is made. `purges`: whether the vault lets a deleted key be purged. RSA of 2,048 bits is made in place of 3,072, which takes a test too long. */
export async function keyVaultDouble(
  purges: boolean,
): Promise<HttpDouble & { readonly httpClient: HttpClient; readonly names: () => string[] }> {
  const keys = new Map<string, VaultKey>();
  const versionOf = (): Version => ({
    id: randomBytes(16).toString("hex"),
    pair: generateKeyPairSync("rsa", { modulusLength: 2_048 }),
  });
  keys.set("sillage", { versions: [versionOf()] });
  const bundle = (name: string, { id }: Version) => ({
    key: { kid: `${vaultUrl}/keys/${name}/${id}`, kty: "RSA", key_ops: ["wrapKey", "unwrapKey"], n: "AQAB", e: "AQAB" },
    attributes: { enabled: true, recoveryLevel: purges ? "Recoverable+Purgeable" : "Recoverable" },
  });
  const deletedBundle = (name: string, key: VaultKey, version: Version) => ({
    ...bundle(name, version),
    recoveryId: `${vaultUrl}/deletedkeys/${name}`,
    deletedDate: key.deleted,
    scheduledPurgeDate: (key.deleted ?? 0) + 90 * 86_400,
  });
  const onDeleted = (name: string, key: VaultKey, { method }: Asked): Answer => {
    const [newest] = key.versions;
    if (key.deleted === undefined || newest === undefined) return refused(404, "KeyNotFound");
    if (method === "GET") return found(deletedBundle(name, key, newest));
    if (!purges) return refused(403, "Forbidden");
    keys.delete(name);
    return { status: 204 };
  };
  const onKey = (name: string, key: VaultKey, asked: Asked, rest: readonly string[]): Answer => {
    const [newest] = key.versions;
    if (key.deleted !== undefined || newest === undefined) return refused(404, "KeyNotFound");
    const [at = "", action] = rest;
    if (asked.method === "DELETE") {
      key.deleted = Math.floor(Date.now() / 1000);
      return found(deletedBundle(name, key, newest));
    }
    if (at === "rotate") {
      const made = versionOf();
      key.versions.unshift(made);
      return found(bundle(name, made));
    }
    if (action === undefined && asked.method === "GET") return found(bundle(name, newest));
    const version = key.versions.find(({ id }) => id === at);
    return version === undefined ? refused(404, "KeyNotFound") : worked(name, version, action, asked);
  };
  const worked = (name: string, version: Version, action: string | undefined, { body }: Asked): Answer => {
    if (field(body, "alg") !== "RSA-OAEP-256") throw new Error("another algorithm");
    const value = Buffer.from(field(body, "value"), "base64url");
    const kid = `${vaultUrl}/keys/${name}/${version.id}`;
    try {
      if (action === "wrapkey")
        return found({
          kid,
          value: publicEncrypt({ key: version.pair.publicKey, ...oaep }, value).toString("base64url"),
        });
      if (action === "unwrapkey")
        return found({
          kid,
          value: privateDecrypt({ key: version.pair.privateKey, ...oaep }, value).toString("base64url"),
        });
    } catch {
      return refused(400, "BadParameter");
    }
    throw new Error(`unknown action ${action}`);
  };
  const double = await httpDouble((asked) => {
    if (asked.headers.authorization !== "Bearer token-of-the-double")
      return {
        ...refused(401, "Unauthorized"),
        headers: {
          "www-authenticate":
            'Bearer authorization="https://login.windows.net/00000000-0000-0000-0000-000000000000", resource="https://vault.azure.net"',
        },
      };
    if (!/^\d[\d.-]+$/.test(asked.query.get("api-version") ?? "")) throw new Error("no api-version");
    const [, kind, name = "", ...rest] = asked.path.split("/");
    if (kind === "keys" && rest[0] === "create") {
      if (field(asked.body, "kty") !== "RSA" || asked.body["key_size"] !== 3_072)
        throw new Error("another kind of key");
      if (keys.get(name)?.deleted !== undefined) return refused(409, "Conflict");
      const made = versionOf();
      keys.set(name, { versions: [made, ...(keys.get(name)?.versions ?? [])] });
      return found(bundle(name, made));
    }
    const key = keys.get(name);
    if (key === undefined) return refused(404, "KeyNotFound");
    if (kind === "deletedkeys") return onDeleted(name, key, asked);
    if (kind !== "keys") throw new Error("unknown collection");
    return onKey(name, key, asked, rest);
  });
  const own = createDefaultHttpClient();
  return {
    ...double,
    names: () => [...keys.keys()],
    httpClient: {
      sendRequest(request) {
        if (!request.url.startsWith(`${vaultUrl}/`)) throw new Error(`The client asks ${request.url}, not the vault.`);
        const url = request.url.replace(vaultUrl, double.url);
        return own.sendRequest(createPipelineRequest({ ...request, url, allowInsecureConnection: true }));
      },
    },
  };
}
