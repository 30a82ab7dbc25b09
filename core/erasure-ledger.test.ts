import { expect, test } from "vitest";
import { ledgerHead, ledgerKey } from "./erasure-ledger.ts";

const storeOf = (keys: readonly string[]) => ({
  async *list() {
    for (const key of keys) yield { key, etag: "e", bytes: 1, lastModified: new Date(0) };
  },
});

test("entries lie under their numbers, so that a listing gives them in order", () => {
  expect([ledgerKey(7), ledgerKey(10)]).toEqual(["erasures/000000007.json", "erasures/000000010.json"]);
});

test("the head is the greatest number, whatever else lies there, and 0 where nobody was erased", async () => {
  expect(await ledgerHead(storeOf([ledgerKey(2), ledgerKey(10), "erasures/readme.txt"]))).toBe(10);
  expect(await ledgerHead(storeOf([]))).toBe(0);
});
