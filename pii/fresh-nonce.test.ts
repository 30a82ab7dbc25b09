import { expect, test } from "vitest";
import { freshNonce } from "./fresh-nonce.ts";

test("of ten thousand nonces of both lengths none begins like another, and each has its length", () => {
  const nonces = Array.from({ length: 10_000 }, (_, at) => freshNonce(at % 3 === 0 ? 24 : 12));
  expect(new Set(nonces.map((nonce) => nonce.toString("hex", 0, 12))).size).toBe(nonces.length);
  expect(new Set(nonces.map(({ length }) => length))).toEqual(new Set([12, 24]));
});

test("a nonce that was given stays as it was while others are drawn", () => {
  const nonce = freshNonce(24);
  const before = nonce.toString("hex");
  for (let drawn = 0; drawn < 2_000; drawn++) freshNonce(12);
  expect(nonce.toString("hex")).toBe(before);
});
