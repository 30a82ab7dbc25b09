import type { ObjectStore } from "./ports/object-store.ts";

/** Where the ledger of erasures lies: an object an entry. */
export const ledgerPrefix = "erasures/";

/** The key of an entry. */
export const ledgerKey = (seq: number): string => `${ledgerPrefix}${String(seq).padStart(9, "0")}.json`;

/** The number of the ledger's last entry; 0 where nobody was erased. */
export async function ledgerHead(store: Pick<ObjectStore, "list">): Promise<number> {
  let head = 0;
  for await (const { key } of store.list(ledgerPrefix))
    head = Math.max(head, Number(/(\d{9})\.json$/.exec(key)?.[1] ?? 0));
  return head;
}
