import { randomBytes, type KeyObject } from "node:crypto";
import type { Payload, PayloadCodec } from "@temporalio/common";
import { SillageError } from "../../core/errors.ts";
import { decrypt, encryptInto, nonceBytes, tagBytes } from "../../pii/aead.ts";

const encoding = "binary/encrypted";
const aad = Buffer.from("sillage/v1/temporal-codec");
/** Many payloads share the key: the suite whose nonces are long enough for that. */
const suite = 2;

/** Seals every payload that leaves for Temporal and opens what comes back; a payload that was never sealed passes, so that it can be switched on while workflows run. Throws `temporal.codec-key`. */
export function payloadCodec(key: KeyObject): PayloadCodec {
  return {
    encode: async (payloads) => payloads.map((payload) => sealed(key, payload)),
    decode: async (payloads) => payloads.map((payload) => (isSealed(payload) ? opened(key, payload) : payload)),
  };
}

function sealed(key: KeyObject, payload: Payload): Payload {
  const clear = packed(payload);
  const nonce = randomBytes(nonceBytes[suite]);
  const data = Buffer.alloc(nonce.length + clear.length + tagBytes);
  data.set(nonce);
  encryptInto(data, nonce.length, { suite, key, nonce, aad }, clear);
  return { metadata: { encoding: Buffer.from(encoding) }, data };
}

function opened(key: KeyObject, { data }: Payload): Payload {
  const bytes = data ?? new Uint8Array();
  const nonce = bytes.subarray(0, nonceBytes[suite]);
  const clear =
    nonce.length < nonceBytes[suite] ? undefined : decrypt({ suite, key, nonce, aad }, bytes.subarray(nonce.length));
  if (clear !== undefined) return unpacked(clear);
  throw new SillageError({
    code: "temporal.codec-key",
    message: "A payload of Temporal's does not open with this key.",
    fix: "Give every process the same TEMPORAL_CODEC_KEY, or the same identity store and vault.",
  });
}

const isSealed = ({ metadata }: Payload): boolean =>
  Buffer.from(metadata?.["encoding"] ?? []).toString("utf8") === encoding;

/** The length of the metadata as JSON, the JSON, the data. */
function packed({ metadata, data }: Payload): Buffer {
  const names = Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString("base64")]);
  const head = Buffer.from(JSON.stringify(Object.fromEntries(names)));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  // A workflow that answers nothing has a payload whose bytes are a plain list, of none.
  return Buffer.concat([length, head, Buffer.from(data ?? [])]);
}

function unpacked(clear: Buffer): Payload {
  const end = 4 + clear.readUInt32BE(0);
  const head: Readonly<Record<string, string>> = JSON.parse(clear.subarray(4, end).toString("utf8"));
  const metadata = Object.entries(head).map(([name, value]) => [name, Buffer.from(value, "base64")] as const);
  return { metadata: Object.fromEntries(metadata), data: clear.subarray(end) };
}
