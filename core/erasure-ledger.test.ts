import { expect, test } from "vitest";
import { memoryObjectStore } from "../test/fakes/memory-object-store.ts";
import { SillageError } from "./errors.ts";
import { ledgerHead, ledgerKey, lossOf } from "./erasure-ledger.ts";

const storeOf = (keys: readonly string[]) => ({
  async *list(_prefix: string, { startAfter = "" }: { readonly startAfter?: string } = {}) {
    for (const key of keys.filter((found) => found > startAfter))
      yield { key, etag: "e", bytes: 1, lastModified: new Date(0) };
  },
});

test("entries lie under their numbers, so that a listing gives them in order", () => {
  expect([ledgerKey(7), ledgerKey(10)]).toEqual(["erasures/000000007.json", "erasures/000000010.json"]);
});

test("the head is the greatest number, whatever else lies there, and 0 where nobody was erased", async () => {
  expect(await ledgerHead(storeOf([ledgerKey(2), ledgerKey(10), "erasures/readme.txt"]))).toBe(10);
  expect(await ledgerHead(storeOf([]))).toBe(0);
});

test("what is known to be there is not listed again", async () => {
  expect(await ledgerHead(storeOf([ledgerKey(1), ledgerKey(8), ledgerKey(9)]), 8)).toBe(9);
  expect(await ledgerHead(storeOf([ledgerKey(7)]), 8)).toBe(8);
});

test("a ledger that has the entry a database knows is whole; one that lost it, or has it otherwise, is not", async () => {
  const store = memoryObjectStore();
  const known = { seq: 2, mac: "ab12" };
  expect(await lossOf(store, undefined)).toBeUndefined();
  expect(await lossOf(store, known)).toMatchObject({ code: "dsr.ledger-lost" });
  await store.put(ledgerKey(2), Buffer.from('{"seq":2,"mac":"ab12"}'));
  expect(await lossOf(store, known)).toBeUndefined();
  await store.put(ledgerKey(2), Buffer.from('{"seq":2,"mac":"cd34"}'));
  await store.put(ledgerKey(3), Buffer.from("{}"));
  expect(await lossOf(store, known)).toMatchObject({ code: "dsr.ledger-lost" });
});

test("a store that does not answer is told as itself, and not as a lost ledger", async () => {
  const away = new SillageError({ code: "store.unreachable", message: "It is away.", fix: "Wait.", retryable: true });
  const store = { ...storeOf([]), read: () => Promise.reject(away) };
  await expect(lossOf(store, { seq: 2, mac: "ab12" })).rejects.toBe(away);
});
