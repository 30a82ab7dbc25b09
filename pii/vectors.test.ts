import { execFileSync, spawnSync } from "node:child_process";
import { createHash, createSecretKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { gcm } from "@noble/ciphers/aes.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decrypt, encryptInto, tagBytes, type AeadBox } from "./aead.ts";
import { hkdf, mac } from "./mac.ts";
import { contextPrefix, contextSuffix, openBytes, sealBytes, sealingKey, type SealRequest } from "./sealed-value.ts";
import { xaesKey } from "./xaes.ts";

type Vector = Readonly<Record<string, string>> & { readonly tcId: number; readonly size: number };
type Group = Readonly<Record<string, number>> & { readonly tests: readonly Vector[] };

const vectors = new URL("../test/vectors/", import.meta.url);
const groupsOf = (name: string): readonly Group[] =>
  JSON.parse(readFileSync(new URL(`wycheproof/${name}_test.json`, vectors), "utf8")).testGroups;
const bytes = (hex: string | undefined): Buffer => Buffer.from(hex ?? "", "hex");
const keyOf = (hex: string | undefined) => createSecretKey(bytes(hex));

function encrypted(box: AeadBox, clear: Uint8Array): Buffer {
  const out = Buffer.alloc(clear.length + tagBytes);
  encryptInto(out, 0, box, clear);
  return out;
}

describe("Wycheproof", () => {
  test("AES-GCM with keys of 256, nonces of 96 and tags of 128 bits, sealed and opened by what seals values", () => {
    const tests = groupsOf("aes_gcm")
      .filter(({ keySize, ivSize, tagSize }) => keySize === 256 && ivSize === 96 && tagSize === 128)
      .flatMap((group) => group.tests);
    expect(tests).toHaveLength(66);
    for (const { tcId, key, iv, aad, msg, ct, tag, result } of tests) {
      const box: AeadBox = { suite: 1, key: keyOf(key), nonce: bytes(iv), aad: bytes(aad) };
      const sealed = Buffer.concat([bytes(ct), bytes(tag)]);
      const opened = decrypt(box, sealed);
      if (result === "valid") {
        expect(opened?.toString("hex"), `case ${tcId}`).toBe(msg);
        expect(encrypted(box, bytes(msg)).equals(sealed), `case ${tcId}`).toBe(true);
      } else expect(opened, `case ${tcId}`).toBeUndefined();
    }
  });

  test("HMAC-SHA-256, cut or not, by what makes key ids and blind indexes", () => {
    const groups = groupsOf("hmac_sha256");
    expect(groups.flatMap((group) => group.tests)).toHaveLength(174);
    for (const { tagSize = 0, tests } of groups)
      for (const { tcId, key, msg, tag, result } of tests)
        expect(mac(bytes(key), bytes(msg), tagSize / 8).toString("hex") === tag, `case ${tcId}`).toBe(
          result === "valid",
        );
  });

  test("HKDF-SHA-256, by what derives keys", () => {
    const tests = groupsOf("hkdf_sha256").flatMap((group) => group.tests);
    expect(tests).toHaveLength(86);
    for (const { tcId, ikm, salt, info, size, okm, result } of tests) {
      const derived = () => hkdf(keyOf(ikm), bytes(salt), bytes(info), size).toString("hex");
      if (result === "valid") expect(derived(), `case ${tcId}`).toBe(okm);
      else expect(derived, `case ${tcId}`).toThrow();
    }
  });
});

// Vectors of the C2SP specification, https://c2sp.org/XAES-256-GCM
test.each([
  [1, "", "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271"],
  [3, "c2sp.org/XAES-256-GCM", "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d"],
])("XAES-256-GCM of the specification, key of bytes %i", (fill, aad, sealed) => {
  const nonce = Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWX");
  const box: AeadBox = { suite: 2, key: createSecretKey(Buffer.alloc(32, fill)), nonce, aad: Buffer.from(aad) };
  expect(encrypted(box, Buffer.from("XAES-256-GCM")).toString("hex")).toBe(sealed);
  expect(decrypt(box, bytes(sealed))?.toString()).toBe("XAES-256-GCM");
});

test("XAES-256-GCM of the specification, 10,000 random keys, nonces, texts and additional data, by the hash over all", () => {
  // The specification draws everything from one SHAKE-128; none of the draws takes more than 568 bytes.
  const drawn = createHash("shake128", { outputLength: 10_000 * 568 }).digest();
  const sealed = createHash("shake128", { outputLength: 32 });
  let at = 0;
  const draw = (length: number): Buffer => drawn.subarray(at, (at += length));
  for (let made = 0; made < 10_000; made++) {
    const [key, nonce] = [createSecretKey(draw(32)), draw(24)];
    const clear = draw(draw(1)[0] ?? 0);
    const box: AeadBox = { suite: 2, key, nonce, aad: draw(draw(1)[0] ?? 0) };
    const bytesOf = encrypted(box, clear);
    if (!(decrypt(box, bytesOf)?.equals(clear) ?? false)) throw new Error(`number ${made} does not open`);
    sealed.update(bytesOf);
  }
  expect(sealed.digest("hex")).toBe("e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939");
});

const blob = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const clears = fc.uint8Array({ maxLength: 100 });

test("another implementation of AES-GCM seals and opens the same bytes, in both suites", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1 as const, 2 as const),
      blob(32),
      blob(24),
      clears,
      clears,
      (suite, raw, long, aad, clear) => {
        const key = createSecretKey(raw);
        const box: AeadBox = { suite, key, nonce: long.subarray(0, suite === 1 ? 12 : 24), aad };
        const inner = suite === 1 ? box : xaesKey(key, long);
        const oracle = () => gcm(inner.key.export(), inner.nonce, aad);
        const sealed = encrypted(box, clear);
        expect(Buffer.from(oracle().encrypt(clear)).equals(sealed)).toBe(true);
        expect(Buffer.from(oracle().decrypt(sealed)).equals(Buffer.from(clear))).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
});

test.each(Array.from({ length: 16 }, (_, length) => length))("a tag of %i bytes is refused", (length) => {
  const box: AeadBox = {
    suite: 1,
    key: createSecretKey(Buffer.alloc(32, 1)),
    nonce: Buffer.alloc(12),
    aad: Buffer.alloc(0),
  };
  const sealed = encrypted(box, Buffer.from("a"));
  expect(decrypt(box, sealed.subarray(0, 1 + length))).toBeUndefined();
  expect(decrypt(box, sealed)?.toString()).toBe("a");
});

test("of any two sealed values, neither opens in the other's place", () => {
  const place = fc.record({
    field: fc.constantFrom("email", "phone"),
    pid: fc.constantFrom(1, 2),
    entityKey: fc.constantFrom("41", "42"),
    person: fc.constantFrom(7, 8),
  });
  type Place = typeof place extends fc.Arbitrary<infer Value> ? Value : never;
  const partsOf = ({ field, pid, entityKey, person }: Place) => ({
    key: sealingKey(Buffer.alloc(32, person)),
    prefix: contextPrefix({ deployment: "d", source: "s", entity: "e", field }),
    suffix: contextSuffix(Buffer.alloc(16, pid), entityKey),
  });
  fc.assert(
    fc.property(fc.constantFrom(1 as const, 2 as const), place, place, (suite, one, two) => {
      fc.pre(JSON.stringify(one) !== JSON.stringify(two));
      const [left, right] = [partsOf(one), partsOf(two)];
      const sealed = sealBytes({ suite, type: 1, ...left, clear: Buffer.from("same") });
      expect(() => openBytes(sealed, right.key, right.prefix, right.suffix)).toThrow(/another key|was altered/);
      expect(openBytes(sealed, left.key, left.prefix, left.suffix).clear.toString()).toBe("same");
    }),
  );
});

describe("frozen sealed values", () => {
  const file = new URL("sealed-values.json", vectors);
  type Case = Readonly<Record<string, string>> & Pick<SealRequest, "suite" | "type">;
  const cases: readonly Case[] = JSON.parse(readFileSync(file, "utf8")).cases;
  const contextOf = ({ deployment = "", source = "", entity = "", field = "", pid, entityKey = "" }: Case) => ({
    prefix: contextPrefix({ deployment, source, entity, field }),
    suffix: contextSuffix(bytes(pid), entityKey),
  });

  test("are sealed again byte for byte, and open", () => {
    expect(cases.length).toBeGreaterThan(8);
    for (const each of cases) {
      const key = sealingKey(bytes(each["key"]));
      const { prefix, suffix } = contextOf(each);
      const { suite, type, nonce, clear, sealed } = each;
      const made = sealBytes({ suite, type, key, prefix, suffix, clear: bytes(clear), nonce: bytes(nonce) });
      expect(made.toString("hex")).toBe(sealed);
      expect(openBytes(bytes(sealed), key, prefix, suffix)).toEqual({ type, clear: bytes(clear) });
    }
  });

  const python = spawnSync("python3", ["-c", "import cryptography"]).status === 0;
  const why = python
    ? ""
    : " (skipped: python3 with the package cryptography is not here; Debian's python3-cryptography has it)";

  test.skipIf(!python)(`open in another language, by 40 lines that know the format alone${why}`, () => {
    const opener = new URL("open_sealed.py", vectors);
    const lines = execFileSync("python3", [opener.pathname, file.pathname], { encoding: "utf8" }).trimEnd().split("\n");
    expect(lines).toEqual(cases.map(({ clear }) => clear));
  });
});
