import { createHash } from "node:crypto";
import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { markerScan } from "../harness/marker-scan.ts";

const marker = "Canari-001-Zoé";
const scan = markerScan(
  new Map([
    [marker, "a text"],
    ["+33639987001", "a number"],
  ]),
);
const named = Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3, 0x61, 0]);
const around = (text: string, form: BufferEncoding): Buffer => Buffer.from(Buffer.from(text).toString(form));

test.each([
  ["as it is", Buffer.from(`x${marker}x`)],
  ["in capitals", Buffer.from(`x${marker.toUpperCase()}`)],
  ["without accents", Buffer.from("Canari-001-Zoe")],
  ["without accents in small letters", Buffer.from("canari-001-zoe")],
  ["without accents in capitals", Buffer.from("CANARI-001-ZOE")],
  ["with accents apart in small letters", Buffer.from(marker.toLowerCase().normalize("NFD"))],
  ["with accents apart in capitals", Buffer.from(marker.toUpperCase().normalize("NFD"))],
  ["as hex", around(`a ${marker} b`, "hex")],
  ["as base64 at the first byte of a group", around(`abc${marker} b`, "base64")],
  ["as base64 at the second byte of a group", around(`a${marker} b`, "base64")],
  ["as base64 at the third byte of a group", around(`ab${marker} b`, "base64url")],
  ["as a URL holds it", Buffer.from(encodeURIComponent(marker))],
  ["with JSON escapes", Buffer.from(String.raw`"Canari-001-Zo\u00e9"`)],
  ["with JSON escapes in capitals", Buffer.from(String.raw`"Canari-001-Zo\u00E9"`)],
  ["without accents in capitals as base64", around("ab CANARI-001-ZOE b", "base64")],
  ["in a gzip member", gzipSync(`a ${marker}`)],
  [
    "in a gzip member among other bytes",
    Buffer.concat([Buffer.from("abc"), gzipSync(`a ${marker}`), Buffer.from("def")]),
  ],
  ["in a zstd frame", zstdCompressSync(`a ${marker}`)],
  [
    "in a zstd frame of many blocks with a checksum, among other bytes",
    Buffer.concat([
      Buffer.from("abc"),
      zstdCompressSync(`${"a".repeat(400_000)}${marker}${"b".repeat(400_000)}`, {
        params: { [constants.ZSTD_c_checksumFlag]: 1 },
      }),
      Buffer.from("def"),
    ]),
  ],
  ["two bytes a sign", Buffer.from(marker, "utf16le")],
  ["as its SHA-256", Buffer.from(createHash("sha256").update(marker).digest("hex"))],
  ["as the SHA-1 of its small letters", Buffer.from(createHash("sha1").update(marker.toLowerCase()).digest("hex"))],
  ["as its SHA-256 in capitals", Buffer.from(createHash("sha256").update(marker).digest("hex").toUpperCase())],
  ["as its MD5 in base64", Buffer.from(createHash("md5").update(marker).digest("base64"))],
  ["in a gzip member with a name", Buffer.concat([named, gzipSync(`a ${marker}`).subarray(10)])],
  ["in a gzip member that is cut short", gzipSync(`a ${marker} b`.repeat(1_000)).subarray(0, 60)],
])("a marker is found %s", (_, bytes) => {
  expect(scan(bytes)).toEqual(["a text"]);
});

test("a phone number is found by its digits alone", () => {
  expect(scan(Buffer.from("call 0639987001"))).toEqual(["a number"]);
  const hashed = createHash("sha256").update("0639987001").digest("base64");
  expect(scan(Buffer.from(`called ${hashed}`))).toEqual(["a number"]);
});

test("what holds no marker holds none, at its very end neither", () => {
  expect(scan(Buffer.from("Canari-002-Zoé, Canari-001-Zo"))).toEqual([]);
});
