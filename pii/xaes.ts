import { createCipheriv, createSecretKey, type KeyObject } from "node:crypto";

const blockBytes = 16;

/**
 * The AES-256-GCM key and 12-byte nonce that XAES-256-GCM derives from a 24-byte nonce (C2SP specification XAES-256-GCM):
 * a key derivation by CMAC over two fixed blocks, so that random nonces last for 2^80 messages under one key.
 */
export function xaesKey(key: KeyObject, nonce: Uint8Array): { readonly key: KeyObject; readonly nonce: Uint8Array } {
  const subkey = doubled(encrypt(key, Buffer.alloc(blockBytes)));
  const block = (counter: number): Buffer => {
    const message = Buffer.alloc(blockBytes);
    message.set([0, counter, 0x58, 0]);
    message.set(nonce.subarray(0, 12), 4);
    return encrypt(key, xor(message, subkey));
  };
  return { key: createSecretKey(Buffer.concat([block(1), block(2)])), nonce: nonce.subarray(12) };
}

function encrypt(key: KeyObject, block: Uint8Array): Buffer {
  return createCipheriv("aes-256-ecb", key, null).setAutoPadding(false).update(block);
}

/** Doubling in GF(2^128), as CMAC makes its first subkey. */
function doubled(block: Buffer): Buffer {
  const out = Buffer.alloc(blockBytes);
  for (let at = 0; at < blockBytes; at++) out[at] = (((block[at] ?? 0) << 1) | ((block[at + 1] ?? 0) >> 7)) & 0xff;
  if (((block[0] ?? 0) & 0x80) !== 0) out[15] = (out[15] ?? 0) ^ 0x87;
  return out;
}

const xor = (left: Buffer, right: Buffer): Buffer => Buffer.from(left.map((byte, at) => byte ^ (right[at] ?? 0)));
