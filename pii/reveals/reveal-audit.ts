import type { IdentityStore } from "../../core/ports/identity-store.ts";
import type { RevealRow } from "../../core/ports/reveal-ledger.ts";
import type { RevealAudit, RevealFilter, RevealLine } from "../../core/ports/reveals.ts";
import type { RevealChain } from "./reveal-chain.ts";
import { refusal } from "./reveal-refusals.ts";
import { allRows, detailOf } from "./verify-chain.ts";

/** The audit of reveals as operators read it. */
export const createRevealAudit = ({
  identity,
  chain,
}: {
  readonly identity: IdentityStore;
  readonly chain: RevealChain;
}): RevealAudit => ({
  verify: chain.verify,
  async list(filter, reasons) {
    const lines: RevealLine[] = [];
    for await (const row of allRows(identity)) if (isMeant(row, filter)) lines.push(await lineOf(chain, row, reasons));
    return lines;
  },
  async markDecoy({ id: caller }, pid) {
    if ((await identity.findByPid(pid)) === undefined) throw refusal.person();
    await chain.append({ caller, pid }, () => ({ what: "decoy", caller, pid }));
    await identity.addDecoy(pid);
  },
});

function isMeant({ at, caller, pid }: RevealRow, filter: RevealFilter): boolean {
  const when = new Date(at).getTime();
  return (
    (filter.caller === undefined || caller === filter.caller) &&
    (filter.pid === undefined || pid === filter.pid) &&
    (filter.from === undefined || when >= Date.parse(filter.from)) &&
    (filter.to === undefined || when < Date.parse(filter.to))
  );
}

async function lineOf(chain: RevealChain, row: RevealRow, reasons: boolean): Promise<RevealLine> {
  const { seq, at, what, caller, pid, request } = row;
  const { purpose = null, ticket = null, fields = [], code = null, reason } = detailOf(row);
  return {
    seq,
    at: new Date(at).toISOString(),
    what,
    caller,
    pid,
    request,
    purpose,
    ticket,
    fields,
    code,
    reason: reasons && reason !== undefined ? await chain.openReason(row, reason) : null,
  };
}
