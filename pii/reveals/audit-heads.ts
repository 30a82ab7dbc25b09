import { randomUUID } from "node:crypto";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import type { RevealRow } from "../../core/ports/reveal-ledger.ts";

/** Where the audit ended on a day; `mac` in hexadecimal. */
export type AuditHead = { readonly seq: number; readonly mac: string; readonly at: string };

const folder = "audit/reveals/";
/** No line has this MAC. */
const unreadable = "";

/**
 * The audit's heads, kept where who alters the identity store does not reach: one a day of each process that writes
 * lines, so that no process puts back what another kept. Each is a line of the audit, and all of them are held against it.
 */
export function auditHeads(store: Pick<ObjectStore, "put" | "list" | "read">, writer: string = randomUUID()) {
  let kept: RevealRow | undefined;
  let writing: Promise<void> = Promise.resolve();
  const keep = async (row: RevealRow): Promise<void> => {
    if (kept !== undefined && kept.seq >= row.seq) return;
    const head: AuditHead = { seq: row.seq, mac: Buffer.from(row.mac).toString("hex"), at: row.at };
    const key = `${folder}${row.at.slice(0, 10)}-${writer}.json`;
    await store.put(key, Buffer.from(JSON.stringify(head)), { contentType: "application/json" });
    kept = row;
  };
  return {
    /** Keep a line as this process's head of its day, unless it kept a later one. */
    keep(row: RevealRow): Promise<void> {
      const turn = writing.then(() => keep(row));
      writing = turn.catch(() => undefined);
      return turn;
    },
    /** Every head that is readable; one that is not counts as a line that never was. */
    async all(): Promise<readonly AuditHead[]> {
      const heads: AuditHead[] = [];
      for await (const { key } of store.list(folder)) heads.push(await headIn(store, key));
      return heads;
    },
  };
}

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
