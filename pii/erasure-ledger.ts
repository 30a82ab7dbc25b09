import { timingSafeEqual } from "node:crypto";
import { ledgerHead, ledgerKey, type LedgerHead } from "../core/erasure-ledger.ts";
import { SillageError } from "../core/errors.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";
import type { Keyring } from "./keyring.ts";
import { mac } from "./mac.ts";

/** One erasure: pseudonyms that nobody has any more, and the day. Neither a request nor a look-up: these would say whose they were. */
export type LedgerEntry = { readonly seq: number; readonly day: string; readonly pids: readonly string[] };
type Kept = LedgerEntry & { readonly previous: string; readonly mac: string };

/** The ledger of erasures in the object store, each entry chained to the one before by a MAC. */
export type ErasureLedger = {
  /** Every entry, the first one first. Throws `dsr.ledger-altered` where a MAC, a number or an object is wrong. */
  readonly entries: () => Promise<readonly LedgerEntry[]>;
  /** The entry that has these pseudonyms, or the next one to be. */
  readonly next: (pids: readonly string[], day: string) => Promise<LedgerEntry>;
  /** Append an entry; one that is there stays. Answers what it is known by. Throws `dsr.ledger-taken` when another took its number. */
  readonly append: (entry: LedgerEntry) => Promise<LedgerHead>;
  /** What the last entry is known by; undefined for none. */
  readonly head: () => Promise<LedgerHead | undefined>;
};

/** Open the ledger of an object store, under the root key `erasure-mac`. */
export function erasureLedger(store: ObjectStore, keyring: Keyring): ErasureLedger {
  const macOf = async ({ seq, day, pids, previous }: Omit<Kept, "mac">): Promise<string> =>
    mac(await keyring.root("erasure-mac"), JSON.stringify([seq, day, pids, previous])).toString("hex");
  const kept = async (): Promise<readonly Kept[]> => {
    const head = await ledgerHead(store);
    const all: Kept[] = [];
    for (let seq = 1; seq <= head; seq++) {
      const entry = await readEntry(store, seq);
      const isNext = entry.seq === seq && entry.previous === (all.at(-1)?.mac ?? "");
      if (!isNext || !same(entry.mac, await macOf(entry))) throw altered(seq);
      all.push(entry);
    }
    return all;
  };
  return {
    entries: kept,
    async next(pids, day) {
      const all = await kept();
      return all.find((entry) => isSame(entry.pids, pids)) ?? { seq: (all.at(-1)?.seq ?? 0) + 1, day, pids };
    },
    async append({ seq, day, pids }) {
      const all = await kept();
      const known = all[seq - 1];
      if (known !== undefined && isSame(known.pids, pids)) return known;
      const entry = { seq, day, pids, previous: all.at(seq - 2)?.mac ?? "" };
      if (known !== undefined || all.length !== seq - 1) throw taken(seq);
      const written = { ...entry, mac: await macOf(entry) };
      const body = new TextEncoder().encode(JSON.stringify(written));
      await store.put(ledgerKey(seq), body, { onlyIfAbsent: true, contentType: "application/json" }).catch((error) => {
        throw error instanceof SillageError && error.code === "store.exists" ? taken(seq) : error;
      });
      return written;
    },
    head: async () => (await kept()).at(-1),
  };
}

async function readEntry(store: ObjectStore, seq: number): Promise<Kept> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of await store.read(ledgerKey(seq))) chunks.push(chunk);
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (error) {
    if (error instanceof SillageError && error.code !== "store.missing") throw error;
    throw altered(seq);
  }
}

const isSame = (left: readonly string[], right: readonly string[]): boolean =>
  JSON.stringify(left.toSorted()) === JSON.stringify(right.toSorted());

const same = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));

const altered = (seq: number): SillageError =>
  new SillageError({
    code: "dsr.ledger-altered",
    message: `Entry ${seq} of the ledger of erasures is missing, or is not as it was written.`,
    fix: "Restore the objects under `erasures/` from a copy, or from their versions.",
  });

const taken = (seq: number): SillageError =>
  new SillageError({
    code: "dsr.ledger-taken",
    message: `Another erasure took entry ${seq} of the ledger.`,
    fix: "It is tried again with the next one.",
    retryable: true,
  });
