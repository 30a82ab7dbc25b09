import { createSecretKey } from "node:crypto";
import type { PayloadCodec } from "@temporalio/common";
import type { Config } from "../config.ts";
import { SillageError } from "../core/errors.ts";
import { createKeyring } from "../pii/keyring.ts";
import { openKeys, type Keys } from "./keys.ts";
import type { Waiting } from "./until-it-answers.ts";
import { payloadCodec } from "./wire/payload-codec.ts";

type CodecConfig = Pick<Config, "TEMPORAL_ENCRYPT_PAYLOADS" | "TEMPORAL_CODEC_KEY">;

/** The codec of a process that has the keys open, or undefined where payloads are not sealed: under the setting's key, else under the root `temporal-codec`. */
export async function codecWith(config: CodecConfig, keys: Keys): Promise<PayloadCodec | undefined> {
  if (!config.TEMPORAL_ENCRYPT_PAYLOADS) return undefined;
  return ofSetting(config) ?? payloadCodec(await createKeyring(keys.identity, keys.kek).root("temporal-codec"));
}

/** The codec of any other process: under the setting's key, else under the root of an identity store on a server, opened for it and closed again. Throws `temporal.no-codec-key`. */
export async function openCodec(config: Config, dataDir: string, waiting: Waiting): Promise<PayloadCodec | undefined> {
  if (!config.TEMPORAL_ENCRYPT_PAYLOADS) return undefined;
  const codec = ofSetting(config);
  if (codec !== undefined) return codec;
  if (config.IDENTITY_DATABASE_URL === undefined) throw noKey();
  const keys = await openKeys(config, dataDir, waiting);
  try {
    return await codecWith(config, keys);
  } finally {
    await keys.close();
  }
}

const ofSetting = ({ TEMPORAL_CODEC_KEY: key }: CodecConfig): PayloadCodec | undefined =>
  key === undefined ? undefined : payloadCodec(createSecretKey(Buffer.from(key, "base64")));

const noKey = (): SillageError =>
  new SillageError({
    code: "temporal.no-codec-key",
    message: "Payloads are sealed, and their key lies in the embedded identity store, which one process holds.",
    fix: "Set TEMPORAL_CODEC_KEY to 32 random bytes in base64, the same for every process.",
  });
