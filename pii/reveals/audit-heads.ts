import type { ObjectStore } from "../../core/ports/object-store.ts";
import type { RevealRow } from "../../core/ports/reveal-ledger.ts";

/** Where the audit ended on a day; `mac` in hexadecimal. */
export type AuditHead = { readonly seq: number; readonly mac: string; readonly at: string };

const folder = "audit/reveals/";
/** No line has this MAC. */
const unreadable = "";

/** The audit's heads, one a day, kept where who alters the identity store does not reach. */
export const auditHeads = (store: Pick<ObjectStore, "put" | "head" | "list" | "read">) => ({
  /** Keep a line as the head of its day, unless a later one is: of two processes the slower would put the older line back. */
  async keep({ seq, mac, at }: RevealRow): Promise<void> {
    const head: AuditHead = { seq, mac: Buffer.from(mac).toString("hex"), at };
    const key = `${folder}${at.slice(0, 10)}.json`;
    const kept = (await store.head(key)) === undefined ? undefined : await headIn(store, key);
    if (kept !== undefined && kept.mac !== unreadable && kept.seq > seq) return;
    await store.put(key, Buffer.from(JSON.stringify(head)), { contentType: "application/json" });
  },
  /** Every head that is readable; one that is not counts as a line that never was. */
  async all(): Promise<readonly AuditHead[]> {
    const heads: AuditHead[] = [];
    for await (const { key } of store.list(folder)) heads.push(await headIn(store, key));
    return heads;
  },
});

async function headIn(store: Pick<ObjectStore, "read">, key: string): Promise<AuditHead> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await store.read(key)) chunks.push(chunk);
  try {
    const head: AuditHead = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    return head;
  } catch {
    return { seq: Number.MAX_SAFE_INTEGER, mac: unreadable, at: key.slice(folder.length, folder.length + 10) };
  }
}
