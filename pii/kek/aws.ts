import type { KMSClient } from "@aws-sdk/client-kms";
import { epochPurpose, kekLabel, type Kek } from "../kek.ts";
import { unwrapRefused } from "../wrap-key.ts";
import { kekErrors } from "./kek-errors.ts";
import { describedKey, epochAlias, kmsEpochs } from "./kms-epochs.ts";
import { kmsRefusal } from "./kms-refusal.ts";
import { optionalPackage } from "./optional-package.ts";

/** `key`: id, ARN or alias of the key that wraps; the key of an epoch has the alias `alias/<epochs>-epoch-<n>`. `client` stands in for one of the environment's region and credentials. */
export type AwsKekOptions = {
  readonly key: string;
  readonly epochs: string;
  readonly endpoint?: string | undefined;
  readonly client?: KMSClient;
};

const kind = "AWS KMS";
/** AWS KMS: a label is bound as encryption context, and an epoch is a key of its own, which KMS destroys after seven days. Throws `kek.no-package`. */
export async function awsKek(options: AwsKekOptions): Promise<Kek> {
  const kms = await optionalPackage("@aws-sdk/client-kms", () => import("@aws-sdk/client-kms"));
  const client =
    options.client ?? new kms.KMSClient(options.endpoint === undefined ? {} : { endpoint: options.endpoint });
  const keyOf = (purpose: string, epoch: number): string =>
    purpose === epochPurpose ? epochAlias(options.epochs, epoch) : options.key;
  const refuse = (purpose: string, epoch: number, error: unknown): never => {
    const refusal = kmsRefusal(error);
    if (purpose === epochPurpose && (refusal.kind === "missing" || refusal.kind === "disabled"))
      throw kekErrors.epochGone(epoch);
    if (refusal.kind === "missing") throw kekErrors.noKey(kind, options.key);
    throw refusal.kind === "unopened" ? unwrapRefused(kekLabel(purpose, epoch)) : refusal.error;
  };
  const contextOf = (purpose: string, epoch: number) => ({ app: "sillage", purpose, epoch: String(epoch) });
  return {
    describe: () => kind,
    async wrap(purpose, epoch, bytes) {
      const input = { KeyId: keyOf(purpose, epoch), Plaintext: bytes, EncryptionContext: contextOf(purpose, epoch) };
      const { CiphertextBlob } = await client
        .send(new kms.EncryptCommand(input))
        .catch((error: unknown) => refuse(purpose, epoch, error));
      return CiphertextBlob ?? refuse(purpose, epoch, undefined);
    },
    async unwrap(purpose, epoch, wrapped) {
      if (wrapped.length === 0) throw unwrapRefused(kekLabel(purpose, epoch));
      const input = {
        KeyId: keyOf(purpose, epoch),
        CiphertextBlob: wrapped,
        EncryptionContext: contextOf(purpose, epoch),
      };
      const { Plaintext } = await client
        .send(new kms.DecryptCommand(input))
        .catch((error: unknown) => refuse(purpose, epoch, error));
      return Plaintext ?? refuse(purpose, epoch, undefined);
    },
    // KMS knows by which material it wrapped, and tells nobody.
    newest: async () => null,
    wrappedBy: async () => null,
    async renew() {
      const key = await describedKey(kms, client, options.key);
      if (key?.KeyId === undefined) throw kekErrors.noKey(kind, options.key);
      await client
        .send(new kms.RotateKeyOnDemandCommand({ KeyId: key.KeyId }))
        .catch((error: unknown) => refuse("kek", 0, error));
    },
    ...kmsEpochs(kms, client, options.epochs),
  };
}
