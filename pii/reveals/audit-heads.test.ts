import { expect, test } from "vitest";
import type { RevealRow } from "../../core/ports/reveal-ledger.ts";
import { memoryObjectStore } from "../../test/fakes/memory-object-store.ts";
import { auditHeads } from "./audit-heads.ts";

const line = (seq: number, at = `2026-11-28T05:00:0${seq}.000Z`): RevealRow => ({
  seq,
  at,
  what: "reveal",
  caller: "c",
  pid: null,
  request: null,
  detail: "{}",
  mac: Buffer.alloc(32, seq),
});

test("a day's head is its last line, in whatever order they are kept", async () => {
  const heads = auditHeads(memoryObjectStore());
  await Promise.all([1, 3, 2].map((seq) => heads.keep(line(seq))));
  await heads.keep(line(4, "2026-11-29T05:00:00.000Z"));
  expect((await heads.all()).map(({ seq }) => seq)).toEqual([3, 4]);
});

test("of two processes neither puts back what the other kept, even where one is late", async () => {
  const store = memoryObjectStore();
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const slow = auditHeads({ ...store, put: async (...put) => (await held, store.put(...put)) });
  const fast = auditHeads(store);
  const late = slow.keep(line(5));
  await fast.keep(line(6));
  release();
  await late;
  expect(new Set((await fast.all()).map(({ seq }) => seq))).toEqual(new Set([5, 6]));
});

test("a line that could not be kept does not hold up the next one", async () => {
  const store = memoryObjectStore();
  let puts = 0;
  const away = new Error("away");
  const heads = auditHeads({
    ...store,
    put: async (...put) => (++puts === 1 ? Promise.reject(away) : store.put(...put)),
  });
  await expect(heads.keep(line(1))).rejects.toBe(away);
  await heads.keep(line(2));
  expect((await heads.all()).map(({ seq }) => seq)).toEqual([2]);
});
