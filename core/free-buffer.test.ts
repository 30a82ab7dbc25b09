import { expect, test } from "vitest";
import { freeBuffer } from "./free-buffer.ts";

test("a large buffer is empty once its memory was given back", () => {
  const large = new Uint8Array(1_000_000);
  freeBuffer(large);
  expect(large.byteLength).toBe(0);
});

test("a small one, which may share its memory with others, is left as it is", () => {
  const small = new Uint8Array(1_000).fill(7);
  freeBuffer(small);
  expect(small[999]).toBe(7);
});

test("memory that threads share is left as it is", () => {
  const shared = new Uint8Array(new SharedArrayBuffer(1_000_000));
  freeBuffer(shared);
  expect(shared.byteLength).toBe(1_000_000);
});
