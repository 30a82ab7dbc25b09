import { sealedSuite } from "../../pii/sealed-value.ts";

/** The head of a sealed value, nothing of what it holds: its first 24 signs as objects have it (base64url), format, suite, the first eight hex digits of its key's id, bytes in all. */
export type SealedHead = {
  readonly begins: string;
  readonly format: number;
  readonly suite: number | null;
  readonly key: string;
  readonly bytes: number;
};

/** Read the head of a sealed value; null suite for what is none. */
export const sealedHead = (value: Uint8Array): SealedHead => ({
  begins: Buffer.from(value.subarray(0, 18)).toString("base64url"),
  format: value[0] ?? 0,
  suite: sealedSuite(value) ?? null,
  key: Buffer.from(value.subarray(3, 7)).toString("hex"),
  bytes: value.byteLength,
});
