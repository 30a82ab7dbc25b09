import { SillageError } from "./errors.ts";
import type { ObjectStore } from "./ports/object-store.ts";

/** An entry of the ledger: its number, and its MAC in hexadecimal. */
export type LedgerHead = { readonly seq: number; readonly mac: string };

/** Where the ledger of erasures lies: an object an entry. */
export const ledgerPrefix = "erasures/";

/** The key of an entry. */
export const ledgerKey = (seq: number): string => `${ledgerPrefix}${String(seq).padStart(9, "0")}.json`;

/** The number of the ledger's last entry; 0 where nobody was erased. `since` is an entry that is known to be there: what is before it is not listed. */
export async function ledgerHead(store: Pick<ObjectStore, "list">, since = 0): Promise<number> {
  let head = since;
  for await (const { key } of store.list(ledgerPrefix, since > 0 ? { startAfter: ledgerKey(since) } : {}))
    head = Math.max(head, Number(/(\d{9})\.json$/.exec(key)?.[1] ?? 0));
  return head;
}

/** Why a ledger is not whole: it has not, or has otherwise, the entry that a database knows it had. Undefined where it has it. */
export async function lossOf(
  store: Pick<ObjectStore, "list" | "read">,
  known: LedgerHead | undefined,
): Promise<SillageError | undefined> {
  if (known === undefined) return undefined;
  const isThere = (await textOf(store, ledgerKey(known.seq))).includes(`"mac":"${known.mac}"`);
  return isThere ? undefined : lost(await ledgerHead(store), known.seq);
}

/** Empty where there is no such object. */
async function textOf(store: Pick<ObjectStore, "read">, key: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of await store.read(key)) text += decoder.decode(chunk, { stream: true });
  } catch (error) {
    if (!(error instanceof SillageError) || error.code !== "store.missing") throw error;
  }
  return text;
}

const lost = (head: number, known: number): SillageError =>
  new SillageError({
    code: "dsr.ledger-lost",
    message: `The ledger of erasures has ${head} entries, and not entry ${known} as the database knows that it was written. Nothing is served: who was erased last could come back.`,
    fix: "Restore the objects under `erasures/` from a copy, or from their versions.",
  });
