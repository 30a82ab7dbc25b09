import { createCipheriv, createSecretKey } from "node:crypto";
import { expect, test } from "vitest";
import { xaesKey } from "./xaes.ts";

const nonce = Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWX");

function seal(key: Buffer, aad: string): string {
  const inner = xaesKey(createSecretKey(key), nonce);
  const cipher = createCipheriv("aes-256-gcm", inner.key, inner.nonce, { authTagLength: 16 }).setAAD(Buffer.from(aad));
  return Buffer.concat([cipher.update("XAES-256-GCM"), cipher.final(), cipher.getAuthTag()]).toString("hex");
}

// Vectors of the C2SP specification, https://c2sp.org/XAES-256-GCM
test("the specification's first vector: most significant bit of L clear", () => {
  const inner = xaesKey(createSecretKey(Buffer.alloc(32, 1)), nonce);
  expect(inner.key.export().toString("hex")).toBe("c8612c9ed53fe43e8e005b828a1631a0bbcb6ab2f46514ec4f439fcfd0fa969b");
  expect(Buffer.from(inner.nonce).toString("hex")).toBe("4d4e4f505152535455565758");
  expect(seal(Buffer.alloc(32, 1), "")).toBe("ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");
});

test("the specification's second vector: most significant bit of L set, with additional data", () => {
  expect(seal(Buffer.alloc(32, 3), "c2sp.org/XAES-256-GCM")).toBe(
    "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d",
  );
});
