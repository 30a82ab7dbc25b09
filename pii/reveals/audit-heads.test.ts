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

test("a day's head is its last line, whichever of two processes keeps theirs last", async () => {
  const heads = auditHeads(memoryObjectStore());
  for (const seq of [1, 3, 2]) await heads.keep(line(seq));
  await heads.keep(line(4, "2026-11-29T05:00:00.000Z"));
  expect((await heads.all()).map(({ seq }) => seq)).toEqual([3, 4]);
});

test("a head that is not readable gives way to the next line", async () => {
  const store = memoryObjectStore();
  const heads = auditHeads(store);
  await store.put("audit/reveals/2026-11-28.json", Buffer.from("no head"));
  await heads.keep(line(1));
  expect((await heads.all()).map(({ seq }) => seq)).toEqual([1]);
});
