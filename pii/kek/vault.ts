import { epochPurpose, kekLabel, type Kek } from "../kek.ts";
import { unwrapRefused } from "../wrap-key.ts";
import { kekErrors } from "./kek-errors.ts";
import { transitClient, type TransitAnswer } from "./transit-client.ts";

/** Where HashiCorp Vault is. `key`: the transit key that wraps; its epochs are the versions of `<key>-epoch`. */
export type VaultKekOptions = {
  readonly url: string;
  readonly token: string;
  readonly mount: string;
  readonly key: string;
};

const kind = "vault";
/** Vault also takes a version 0, which it reads as 1: that would be a second form of one wrapped key. */
const ciphertext = /^vault:v[1-9]\d{0,9}:[A-Za-z0-9+/]+={0,2}$/;
const versioned = /^vault:(v\d+):/;

/** HashiCorp Vault's transit engine: a label is bound as associated data, and an epoch is a version of a key, destroyed for good by trimming. */
export function vaultKek({ url, token, mount, key }: VaultKekOptions): Kek {
  const ask = transitClient({ url, token, mount });
  const epochKey = `${key}-epoch`;
  const settled = (answer: TransitAnswer, name: string): TransitAnswer => {
    if (answer.status === 404) throw kekErrors.noKey(kind, name);
    if (answer.status >= 400) throw kekErrors.denied(kind, answer.reason);
    return answer;
  };
  const made = async (name: string): Promise<void> =>
    void settled(await ask("POST", `keys/${name}`, { type: "aes256-gcm96" }), name);
  const latestEpoch = async (): Promise<number> =>
    Number((await ask("GET", `keys/${epochKey}`)).data["latest_version"] ?? 0);
  return {
    describe: () => "HashiCorp Vault (transit)",
    async wrap(purpose, epoch, bytes) {
      const ofEpoch = purpose === epochPurpose;
      const body = { plaintext: base64(bytes), associated_data: base64(Buffer.from(kekLabel(purpose, epoch))) };
      // Without this Vault makes a key that is not there.
      if (!ofEpoch) settled(await ask("GET", `keys/${key}`), key);
      const name = ofEpoch ? epochKey : key;
      const answer = await ask("POST", `encrypt/${name}`, { ...body, ...(ofEpoch && { key_version: epoch }) });
      if (ofEpoch && [400, 404].includes(answer.status)) throw kekErrors.epochGone(epoch);
      return Buffer.from(String(settled(answer, name).data["ciphertext"]), "utf8");
    },
    async unwrap(purpose, epoch, wrapped) {
      const ofEpoch = purpose === epochPurpose;
      const label = kekLabel(purpose, epoch);
      const text = Buffer.from(wrapped).toString("utf8");
      if (!ciphertext.test(text)) throw unwrapRefused(label);
      const answer = await ask("POST", `decrypt/${ofEpoch ? epochKey : key}`, {
        ciphertext: text,
        associated_data: base64(Buffer.from(label)),
      });
      if (ofEpoch && (answer.status === 404 || /too old|disallowed by policy/.test(answer.reason)))
        throw kekErrors.epochGone(epoch);
      if (answer.status === 400) throw unwrapRefused(label);
      return Buffer.from(String(settled(answer, key).data["plaintext"]), "base64");
    },
    async newest() {
      const latest = settled(await ask("GET", `keys/${key}`), key).data["latest_version"];
      return latest === undefined ? null : `v${String(latest)}`;
    },
    wrappedBy: async (_purpose, _epoch, wrapped) => versioned.exec(Buffer.from(wrapped).toString("utf8"))?.[1] ?? null,
    renew: async () => void settled(await ask("POST", `keys/${key}/rotate`), key),
    async createEpochKey(epoch) {
      await made(epochKey);
      for (let latest = await latestEpoch(); latest < epoch; latest++)
        settled(await ask("POST", `keys/${epochKey}/rotate`), epochKey);
    },
    async destroyEpochKey(epoch) {
      const least = epoch + 1;
      if ((await latestEpoch()) > epoch) {
        const kept = { min_decryption_version: least, min_encryption_version: least };
        settled(await ask("POST", `keys/${epochKey}/config`, kept), epochKey);
        settled(await ask("POST", `keys/${epochKey}/trim`, { min_available_version: least }), epochKey);
      } else throw kekErrors.denied(kind, `epoch ${epoch} is the newest version of ${epochKey}`);
      return { effectiveAt: new Date().toISOString() };
    },
  };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
