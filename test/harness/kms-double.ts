import { createSecretKey, randomBytes, randomUUID, type KeyObject } from "node:crypto";
import { unwrapKey, wrapKey } from "../../pii/wrap-key.ts";
import { field, httpDouble, onlyFields, type Answer, type Asked, type HttpDouble } from "./http-double.ts";

type KmsKey = { readonly id: string; readonly versions: KeyObject[]; deletion?: number };
const found = (body: object): Answer => ({ status: 200, body });
const refused = (name: string): Answer => ({ status: 400, body: { __type: name, message: "of the double" } });

/** KMS's JSON protocol, as its API reference says it answers; `alias/sillage` is made. */
export async function kmsDouble(): Promise<HttpDouble> {
  const keys = new Map<string, KmsKey>();
  const aliases = new Map<string, string>();
  const make = (): KmsKey => {
    const key = { id: randomUUID(), versions: [createSecretKey(randomBytes(32))] };
    keys.set(key.id, key);
    return key;
  };
  aliases.set("alias/sillage", make().id);
  const named = (id: string): KmsKey | undefined => keys.get(aliases.get(id) ?? id);
  const actions: Readonly<Record<string, (key: KmsKey, asked: Asked) => Answer>> = {
    Encrypt: (key, { body }) => {
      onlyFields(body, ["KeyId", "Plaintext", "EncryptionContext"]);
      const [wrapping] = key.versions;
      if (key.deletion !== undefined || wrapping === undefined) return refused("KMSInvalidStateException");
      const wrapped = wrapKey(wrapping, contextOf(body), Buffer.from(field(body, "Plaintext"), "base64"));
      return found({
        KeyId: key.id,
        CiphertextBlob: wrapped.toString("base64"),
        EncryptionAlgorithm: "SYMMETRIC_DEFAULT",
      });
    },
    Decrypt: (key, { body }) => {
      onlyFields(body, ["KeyId", "CiphertextBlob", "EncryptionContext"]);
      if (key.deletion !== undefined) return refused("KMSInvalidStateException");
      const wrapped = Buffer.from(field(body, "CiphertextBlob"), "base64");
      for (const wrapping of key.versions) {
        try {
          const clear = unwrapKey(wrapping, contextOf(body), wrapped);
          return found({ KeyId: key.id, Plaintext: clear.toString("base64") });
        } catch {
          // Another version may have wrapped it.
        }
      }
      return refused("InvalidCiphertextException");
    },
    DescribeKey: (key) =>
      found({
        KeyMetadata: {
          KeyId: key.id,
          KeyState: key.deletion === undefined ? "Enabled" : "PendingDeletion",
          ...(key.deletion !== undefined && { DeletionDate: key.deletion }),
        },
      }),
    RotateKeyOnDemand: (key, { body }) => {
      if (field(body, "KeyId") !== key.id) throw new Error("an alias is not taken here");
      key.versions.unshift(createSecretKey(randomBytes(32)));
      return found({ KeyId: key.id });
    },
    ScheduleKeyDeletion: (key, { body }) => {
      if (field(body, "KeyId") !== key.id) throw new Error("an alias is not taken here");
      const days = Number(body["PendingWindowInDays"]);
      if (days < 7 || days > 30) throw new Error(`${days} days`);
      if (key.deletion !== undefined) return refused("KMSInvalidStateException");
      key.deletion = Math.floor(Date.now() / 1000) + days * 86_400;
      return found({ KeyId: key.id, DeletionDate: key.deletion, PendingWindowInDays: days });
    },
  };
  return httpDouble((asked) => {
    if (!/^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-west-3\/kms\//.test(asked.headers.authorization ?? ""))
      throw new Error("no signature");
    if (asked.headers["content-type"] !== "application/x-amz-json-1.1") throw new Error("another content type");
    const [service, action = ""] = String(asked.headers["x-amz-target"]).split(".");
    if (service !== "TrentService") throw new Error(`another service: ${service}`);
    if (action === "CreateKey") {
      onlyFields(asked.body, ["Description", "Tags"]);
      return found({ KeyMetadata: { KeyId: make().id, KeyState: "Enabled" } });
    }
    if (action === "CreateAlias") {
      const alias = field(asked.body, "AliasName");
      if (!/^alias\/[\w/-]+$/.test(alias)) throw new Error(`another alias: ${alias}`);
      if (aliases.has(alias)) return refused("AlreadyExistsException");
      aliases.set(alias, field(asked.body, "TargetKeyId"));
      return found({});
    }
    const act = actions[action];
    if (act === undefined) throw new Error(`unknown action ${action}`);
    const key = named(field(asked.body, "KeyId"));
    return key === undefined ? refused("NotFoundException") : act(key, asked);
  });
}

function contextOf(body: Record<string, unknown>): string {
  const context = body["EncryptionContext"];
  if (typeof context !== "object" || context === null) throw new Error("no EncryptionContext");
  const entries = Object.entries(context);
  if (entries.some(([, value]) => typeof value !== "string")) throw new Error("a context holds texts");
  if (
    entries
      .map(([name]) => name)
      .toSorted()
      .join() !== "app,epoch,purpose"
  )
    throw new Error("another context");
  return JSON.stringify(entries.map(([name, value]) => `${name}=${value}`).toSorted());
}
