import { timingSafeEqual } from "node:crypto";
import { ledgerHead, ledgerKey, type LedgerHead } from "../core/erasure-ledger.ts";
import { SillageError } from "../core/errors.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";
import type { Keyring } from "./keyring.ts";
import { mac } from "./mac.ts";

/** One erasure: pseudonyms that nobody has any more, and the day. Neither a request nor a look-up: these would say whose they were. */
export type LedgerEntry = { readonly seq: number; readonly day: string; readonly pids: readonly string[] };
type Kept = LedgerEntry & { readonly previous: string; readonly mac: string };

/** What is known of the ledger before it is read: an entry that is there, and the one under which pseudonyms were written down; 0 for none. */
export type KnownEntries = { readonly since: number; readonly known: number };

/** The ledger of erasures in the object store, each entry chained to the one before by a MAC. An erasure reads a few entries, however many there are. */
export type ErasureLedger = {
  /** The entries after a number, in order, each seen to follow the one before. Throws `dsr.ledger-altered` where a MAC, a number or an object is wrong. */
  readonly entries: (after: number) => Promise<readonly LedgerEntry[]>;
  /** The entry that has these pseudonyms, or the next one to be. Throws `dsr.ledger-altered`. */
  readonly next: (pids: readonly string[], day: string, known: KnownEntries) => Promise<LedgerEntry>;
  /** Append an entry after the one before it; one that is there stays. Answers what it is known by. Throws `dsr.ledger-taken` when another took its number, `dsr.ledger-altered`. */
  readonly append: (entry: LedgerEntry) => Promise<LedgerHead>;
  /** What the last entry is known by; undefined for none. Throws `dsr.ledger-altered`. */
  readonly head: (since: number) => Promise<LedgerHead | undefined>;
};

/** Open the ledger of an object store, under the root key `erasure-mac`. */
export function erasureLedger(store: ObjectStore, keyring: Keyring): ErasureLedger {
  const macOf = async ({ seq, day, pids, previous }: Omit<Kept, "mac">): Promise<string> =>
    mac(await keyring.root("erasure-mac"), JSON.stringify([seq, day, pids, previous])).toString("hex");
  /** An entry that is as it was written. */
  const kept = async (seq: number): Promise<Kept> => {
    const entry = await readEntry(store, seq);
    if (entry.seq !== seq || !same(entry.mac, await macOf(entry))) throw altered(seq);
    return entry;
  };
  const macBefore = async (seq: number): Promise<string> => (seq <= 1 ? "" : (await kept(seq - 1)).mac);
  return {
    async entries(after) {
      const head = await ledgerHead(store);
      const all: Kept[] = [];
      let previous = after < head ? await macBefore(after + 1) : "";
      for (let seq = after + 1; seq <= head; seq++) {
        const entry = await kept(seq);
        if (entry.previous !== previous) throw altered(seq);
        all.push(entry);
        previous = entry.mac;
      }
      return all;
    },
    async next(pids, day, { since, known }) {
      const head = await ledgerHead(store, since);
      const written = known > 0 && known <= head ? await kept(known) : undefined;
      return written !== undefined && isSame(written.pids, pids) ? written : { seq: head + 1, day, pids };
    },
    async append({ seq, day, pids }) {
      const entry = { seq, day, pids, previous: await macBefore(seq) };
      const written = { ...entry, mac: await macOf(entry) };
      const body = new TextEncoder().encode(JSON.stringify(written));
      try {
        await store.put(ledgerKey(seq), body, { onlyIfAbsent: true, contentType: "application/json" });
        return written;
      } catch (error) {
        if (!(error instanceof SillageError) || error.code !== "store.exists") throw error;
        const there = await kept(seq);
        if (!isSame(there.pids, pids)) throw taken(seq);
        return there;
      }
    },
    async head(since) {
      const head = await ledgerHead(store, since);
      return head === 0 ? undefined : kept(head);
    },
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
