import { createSecretKey, randomBytes, type KeyObject } from "node:crypto";
import { unwrapKey, wrapKey } from "../../pii/wrap-key.ts";
import { field, httpDouble, onlyFields, type Answer, type Asked, type HttpDouble } from "./http-double.ts";

type TransitKey = {
  versions: Map<number, KeyObject>;
  latest: number;
  leastDecryption: number;
  leastEncryption: number;
};
const refused = (status: number, ...errors: string[]): Answer => ({ status, body: { errors } });
const found = (data: object): Answer => ({ status: 200, body: { data } });

/** A double of Vault. `tokens`: those that it knows, with the seconds that each lives. `swap` puts other keys in the place of its own; called again it puts them back. */
export type TransitDouble = HttpDouble & {
  readonly tokens: Map<string, number>;
  readonly versionsOf: (key: string) => number[];
  readonly swap: () => void;
};

/** Vault's transit engine at `/v1/transit`, and tokens at `/v1/auth/token`, as its API documentation says they answer; the token is `token`, `sillage` is made. */
export async function transitDouble(): Promise<TransitDouble> {
  const tokens = new Map([["token", 3_600]]);
  let [keys, others] = [new Map<string, TransitKey>(), new Map<string, TransitKey>()];
  const make = (name: string): void => {
    const versions = new Map([[1, createSecretKey(randomBytes(32))]]);
    if (!keys.has(name)) keys.set(name, { versions, latest: 1, leastDecryption: 1, leastEncryption: 0 });
  };
  for (const _ of ["others", "own"]) {
    [keys, others] = [others, keys];
    make("sillage");
  }
  const double = await httpDouble((asked) => {
    const life = tokens.get(String(asked.headers["x-vault-token"]));
    if (life === undefined) return refused(403, "permission denied");
    if (asked.headers["x-vault-request"] !== "true") throw new Error("no X-Vault-Request");
    const [, version, mount, action, name = "", what] = asked.path.split("/");
    if (asked.path === "/v1/auth/token/lookup-self" && asked.method === "GET")
      return found({ ttl: life, renewable: life > 0 });
    if (asked.path === "/v1/auth/token/renew-self" && asked.method === "POST")
      return { status: 200, body: { auth: { lease_duration: life, renewable: true } } };
    if (version !== "v1" || mount !== "transit") return refused(404, `no handler for route "${asked.path}"`);
    if (action === "keys" && what === undefined && asked.method === "POST") {
      if (field(asked.body, "type") !== "aes256-gcm96") throw new Error("another type");
      make(name);
      return { status: 204 };
    }
    const key = keys.get(name);
    if (key === undefined) return action === "keys" ? refused(404) : refused(400, "encryption key not found");
    if (action === "keys") return what === undefined ? described(key) : changed(key, what, asked);
    if (action === "encrypt") return encrypted(key, asked);
    if (action === "decrypt") return decrypted(key, asked);
    throw new Error("unknown action");
  });
  return {
    ...double,
    tokens,
    versionsOf: (name) => [...(keys.get(name)?.versions.keys() ?? [])],
    swap: () => void ([keys, others] = [others, keys]),
  };
}

const described = ({ latest, leastDecryption, leastEncryption }: TransitKey): Answer =>
  found({
    type: "aes256-gcm96",
    latest_version: latest,
    min_decryption_version: leastDecryption,
    min_encryption_version: leastEncryption,
  });

function changed(key: TransitKey, what: string, { method, body }: Asked): Answer {
  if (method !== "POST") throw new Error("not a POST");
  if (what === "rotate") key.versions.set(++key.latest, createSecretKey(randomBytes(32)));
  else if (what === "config") {
    onlyFields(body, ["min_decryption_version", "min_encryption_version"]);
    const least = [Number(body["min_decryption_version"]), Number(body["min_encryption_version"])] as const;
    if (Math.max(...least) > key.latest) return refused(400, "cannot set min version: latest is smaller");
    [key.leastDecryption, key.leastEncryption] = least;
  } else if (what === "trim") {
    onlyFields(body, ["min_available_version"]);
    const least = Number(body["min_available_version"]);
    if (key.leastEncryption === 0) return refused(400, "minimum encryption version must be set");
    if (least > Math.min(key.leastDecryption, key.leastEncryption))
      return refused(400, "minimum available version too high");
    for (const version of key.versions.keys()) if (version < least) key.versions.delete(version);
  } else throw new Error(`unknown ${what}`);
  return { status: 204 };
}

function encrypted(key: TransitKey, { body }: Asked): Answer {
  onlyFields(body, ["plaintext", "associated_data", "key_version"]);
  const version = body["key_version"] === undefined ? key.latest : Number(body["key_version"]);
  if (version > key.latest || version < key.leastEncryption)
    return refused(400, "requested version for encryption is not allowed");
  const wrapping = key.versions.get(version);
  if (wrapping === undefined) return refused(400, "no such version");
  const clear = Buffer.from(field(body, "plaintext"), "base64");
  const wrapped = wrapKey(wrapping, Buffer.from(field(body, "associated_data"), "base64").toString(), clear);
  return found({ ciphertext: `vault:v${version}:${wrapped.toString("base64")}`, key_version: version });
}

function decrypted(key: TransitKey, { body }: Asked): Answer {
  onlyFields(body, ["ciphertext", "associated_data"]);
  const [, number, text] = /^vault:v(\d+):(.*)$/.exec(field(body, "ciphertext")) ?? [];
  if (number === undefined || text === undefined) return refused(400, "invalid ciphertext: no prefix");
  // As Vault reads versions of its first days.
  const version = Number(number) || 1;
  if (version > key.latest) return refused(400, "invalid ciphertext: version is too new");
  if (version < key.leastDecryption)
    return refused(400, "ciphertext or signature version is disallowed by policy (too old)");
  const wrapping = key.versions.get(version);
  if (wrapping === undefined) return refused(400, "no such version");
  try {
    const label = Buffer.from(field(body, "associated_data"), "base64").toString();
    return found({ plaintext: unwrapKey(wrapping, label, Buffer.from(text, "base64")).toString("base64") });
  } catch {
    return refused(400, "cipher: message authentication failed");
  }
}
