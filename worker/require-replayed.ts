import { behindOf, type Heads } from "./behind-of.ts";

/** Throws why nothing of people may be served, where a store holds people who were erased: `dsr.behind`, which passes once the ledger is replayed, and `dsr.ledger-lost`. */
export async function requireReplayed(heads: Heads): Promise<void> {
  const behind = await behindOf(heads);
  if (behind !== undefined) throw behind;
}
