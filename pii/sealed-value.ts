import { timingSafeEqual, createSecretKey, type KeyObject } from "node:crypto";
import { SillageError } from "../core/errors.ts";
import { decrypt, encryptInto, nonceBytes, tagBytes, type Suite } from "./aead.ts";
import { freshNonceInto } from "./fresh-nonce.ts";
import { mac } from "./mac.ts";

/** What the clear bytes are; stored in the sealed value's third byte. */
export const valueType = { utf8: 1, int64: 2, decimal: 3, date: 4, instant: 5, bool: 6, json: 7, bytes: 8 } as const;
/** One of the value types. */
export type ValueType = (typeof valueType)[keyof typeof valueType];

/** A key for sealing, its id derived from it once. */
export type SealingKey = { readonly key: KeyObject; readonly kid: Buffer };

/** Where a value belongs: moving it to another row, column or person makes it unreadable. Logical names, so a renamed table breaks nothing. */
export type SealContext = {
  readonly deployment: string;
  readonly source: string;
  readonly entity: string;
  readonly field: string;
  readonly pid: Uint8Array;
  readonly entityKey: string;
};

const format = 1;
const headerBytes = 19;
const padded = 0x10;
const kidLabel = "sillage/v1/kid";

/** A sealing key of 32 bytes, with its id `HMAC-SHA-256(key, label)[0..16]`, which also commits to the key. */
export function sealingKey(bytes: Uint8Array): SealingKey {
  const key = createSecretKey(bytes);
  return { key, kid: keyId(key) };
}

/** The id of a key: `HMAC-SHA-256(key, label)[0..16]`. */
export const keyId = (key: KeyObject | Uint8Array): Buffer => mac(key, kidLabel, 16);

/** The constant part of a context, encoded once for each column. Each field is prefixed by its length in two bytes. */
export function contextPrefix(context: Pick<SealContext, "deployment" | "source" | "entity" | "field">): Buffer {
  return Buffer.concat(
    [context.deployment, context.source, context.entity, context.field].map((text) =>
      withLength(Buffer.from(text, "utf8")),
    ),
  );
}

/** The part of a context that belongs to the row. */
export function contextSuffix(pid: Uint8Array, entityKey: string): Buffer {
  const keyBytes = Buffer.byteLength(entityKey, "utf8");
  const out = Buffer.allocUnsafe(4 + pid.length + keyBytes);
  out.writeUInt16BE(pid.length, 0);
  out.set(pid, 2);
  out.writeUInt16BE(keyBytes, 2 + pid.length);
  out.write(entityKey, 4 + pid.length, "utf8");
  return out;
}

function withLength(bytes: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(2 + bytes.length);
  out.writeUInt16BE(bytes.length, 0);
  out.set(bytes, 2);
  return out;
}

/** What to seal; `nonce` is for known-answer tests only. */
export type SealRequest = SealBox & { readonly clear: Uint8Array; readonly nonce?: Uint8Array };

/** Under what a value is sealed, and what is bound to it: the column's part of its context, and the row's. */
export type SealBox = {
  readonly suite: Suite;
  readonly type: ValueType;
  readonly key: SealingKey;
  readonly prefix: Buffer;
  readonly suffix: Buffer;
};

/** Seal bytes in format 1: header (format, suite, type and padding, key id), nonce, ciphertext, tag. Text is padded to 16 bytes. */
export function sealBytes(request: SealRequest): Buffer {
  const { clear, suite, type } = request;
  const padding = Buffer.alloc(isPadded(type) ? paddedLength(clear.length) : clear.length);
  padding.set(clear);
  if (isPadded(type)) padding[clear.length] = 0x80;
  const out = Buffer.allocUnsafe(sealedLength(suite, padding.length));
  sealInto(out, request, padding, request.nonce);
  return out;
}

/** Seal bytes that are padded already into room of `sealedLength`. */
export function sealInto(out: Buffer, box: SealBox, clear: Uint8Array, nonce?: Uint8Array): void {
  const { suite, type, key } = box;
  const start = headerBytes + nonceBytes[suite];
  out[0] = format;
  out[1] = suite;
  out[2] = isPadded(type) ? type | padded : type;
  out.set(key.kid, 3);
  if (nonce === undefined) freshNonceInto(out, headerBytes, nonceBytes[suite]);
  else out.set(nonce, headerBytes);
  const aad = boundTo(out, box.prefix, box.suffix);
  encryptInto(out, start, { suite, key: key.key, nonce: out.subarray(headerBytes, start), aad }, clear);
}

/** Bytes of a sealed value whose clear bytes, padded, are so many. */
export const sealedLength = (suite: Suite, clear: number): number => headerBytes + nonceBytes[suite] + clear + tagBytes;

/** Whether values of a type are padded: the length of a text says something of it. */
export const isPadded = (type: ValueType): boolean => type === valueType.utf8 || type === valueType.json;

/** Bytes of so many with their padding: 0x80 and zeros to a multiple of 16. */
export const paddedLength = (bytes: number): number => bytes - (bytes % 16) + 16;

/** What is bound to a value stands here while it is sealed or opened, value after value: nothing of it is secret, and room of its own for each costs more than copying it. */
let bound = Buffer.alloc(1024);

function boundTo(sealed: Uint8Array, prefix: Buffer, suffix: Buffer): Buffer {
  const length = headerBytes + prefix.length + suffix.length;
  if (length > bound.length) bound = Buffer.alloc(2 * length);
  for (let at = 0; at < headerBytes; at++) bound[at] = sealed[at] ?? 0;
  bound.set(prefix, headerBytes);
  bound.set(suffix, headerBytes + prefix.length);
  return bound.subarray(0, length);
}

/** Open a sealed value. Throws `pii.malformed`, `pii.wrong-key` or `pii.altered`, none of which names the value. */
export function openBytes(
  sealed: Uint8Array,
  key: SealingKey,
  prefix: Buffer,
  suffix: Buffer,
): { readonly type: number; readonly clear: Buffer } {
  const suite = sealedSuite(sealed);
  if (suite === undefined)
    throw new SillageError({
      code: "pii.malformed",
      message: "The value is no sealed value of format 1.",
      fix: "Check that the column was landed by this product.",
    });
  if (!timingSafeEqual(sealed.subarray(3, headerBytes), key.kid))
    throw new SillageError({
      code: "pii.wrong-key",
      message: "The value was sealed under another key.",
      fix: "Open it with the key of the person it belongs to.",
    });
  const start = headerBytes + nonceBytes[suite];
  const nonce = sealed.subarray(headerBytes, start);
  const aad = boundTo(sealed, prefix, suffix);
  const clear = decrypt({ suite, key: key.key, nonce, aad }, sealed.subarray(start));
  if (clear === undefined)
    throw new SillageError({
      code: "pii.altered",
      message: "The sealed value was altered, or moved from another row, column or person.",
      fix: "Restore the row, or extract it again.",
    });
  const flags = sealed[2] ?? 0;
  return { type: flags & 0x0f, clear: (flags & 0xf0) === padded ? unpad(clear) : clear };
}

/** The id of the key that a sealed value names. */
export const sealedKid = (sealed: Uint8Array): Uint8Array => sealed.subarray(3, headerBytes);

/** A sealed value of a person, sealed anew under another key; it stays of its type and place. Throws as `openBytes`. */
export function resealBytes(
  sealed: Uint8Array,
  { from, to }: { readonly from: SealingKey; readonly to: SealingKey },
  prefix: Buffer,
  suffix: Buffer,
): Buffer {
  const opened = openBytes(sealed, from, prefix, suffix);
  const type = Object.values(valueType).find((known) => known === opened.type) ?? valueType.bytes;
  return sealBytes({ suite: 1, type, key: to, prefix, suffix, clear: opened.clear });
}

/** The suite of a well-formed sealed value; undefined for anything else. */
export function sealedSuite(sealed: Uint8Array): Suite | undefined {
  const suite = sealed[1];
  if (sealed[0] !== format || (suite !== 1 && suite !== 2)) return undefined;
  return sealed.length >= headerBytes + nonceBytes[suite] + tagBytes ? suite : undefined;
}

const unpad = (clear: Buffer): Buffer => clear.subarray(0, clear.lastIndexOf(0x80));
