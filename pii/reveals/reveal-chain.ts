import type { KeyObject } from "node:crypto";
import { SillageError } from "../../core/errors.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type { IdentityStore } from "../../core/ports/identity-store.ts";
import type { ObjectStore } from "../../core/ports/object-store.ts";
import type {
  RevealDetail,
  RevealRow,
  RevealsCounted,
  RevealTail,
  RevealWhat,
} from "../../core/ports/reveal-ledger.ts";
import type { AuditVerdict } from "../../core/ports/reveals.ts";
import type { Keyring } from "../keyring.ts";
import { sealingKey } from "../sealed-value.ts";
import { auditHeads } from "./audit-heads.ts";
import { reasonSealing } from "./reason-sealing.ts";
import { revealMac } from "./reveal-record.ts";
import { verifyChain } from "./verify-chain.ts";

/** What somebody did, as it is put into the audit; `reason` in clear, sealed on the way. */
export type AuditEntry = {
  readonly what: RevealWhat;
  readonly caller: string;
  readonly pid?: string | null;
  readonly request?: string | null;
  readonly detail?: Omit<RevealDetail, "reason">;
  readonly reason?: string;
};

/** The audit of reveals: lines that are chained by MACs under a key of their own, and whose end is kept elsewhere every day. */
export type RevealChain = {
  /** How often was asked within the last hour. */
  readonly counted: (of: { readonly caller: string; readonly pid: string | null }) => Promise<RevealsCounted>;
  /** Add a line; `make` sees how often was asked within the last hour. When this has returned it is committed. */
  readonly append: (
    of: { readonly caller: string; readonly pid: string | null },
    make: (counted: RevealsCounted) => AuditEntry | readonly AuditEntry[],
  ) => Promise<RevealRow>;
  readonly verify: () => Promise<AuditVerdict>;
  readonly openReason: (row: RevealRow, sealed: string) => Promise<string>;
};

/** What a chain is made of. `report` is told of a head that could not be kept: the next line's is. */
export type ChainDeps = {
  readonly identity: IdentityStore;
  readonly keyring: Keyring;
  readonly deployment: string;
  readonly store: Pick<ObjectStore, "put" | "list" | "read">;
  readonly clock: Clock;
  readonly report: (line: string) => void;
};

const hourBefore = (at: Date): string => new Date(at.getTime() - 3_600_000).toISOString();

/** Open the audit of an identity store. Its key is a root key of its own, `audit-mac`. */
export function createRevealChain(deps: ChainDeps): RevealChain {
  const { identity, keyring, clock } = deps;
  const heads = auditHeads(deps.store);
  const reasons = async () =>
    reasonSealing(deps.deployment, sealingKey((await keyring.derived("audit-mac", "reason")).export()));
  return {
    counted: (of) => identity.countReveals({ since: hourBefore(clock.now()), ...of }),
    async append({ caller, pid }, make) {
      const [key, sealing] = [await keyring.root("audit-mac"), await reasons()];
      const at = clock.now();
      const rows = await identity.appendReveals({ since: hourBefore(at), caller, pid }, (tail) =>
        chained(key, sealing.seal, { tail, at: at.toISOString(), entries: [make(tail)].flat() }),
      );
      const last = rows.at(-1);
      if (last === undefined) throw nothingWritten();
      await heads.keep(last).catch(() => deps.report(`The audit's head could not be kept: line ${last.seq}.`));
      return last;
    },
    verify: async () => verifyChain(identity, await keyring.root("audit-mac"), await heads.all()),
    openReason: async ({ seq }, sealed) => (await reasons()).open(seq, sealed),
  };
}

type Link = { readonly tail: RevealTail; readonly at: string; readonly entries: readonly AuditEntry[] };

function chained(
  key: KeyObject,
  seal: (seq: number, reason: string) => string,
  { tail, at, entries }: Link,
): readonly RevealRow[] {
  const rows: RevealRow[] = [];
  for (const { what, caller, pid = null, request = null, detail, reason } of entries) {
    const seq = tail.seq + rows.length + 1;
    const said: RevealDetail = { ...detail, ...(reason !== undefined && { reason: seal(seq, reason) }) };
    const row = { seq, at, what, caller, pid, request, detail: JSON.stringify(said) };
    rows.push({ ...row, mac: revealMac(key, rows.at(-1)?.mac ?? tail.mac, row) });
  }
  return rows;
}

const nothingWritten = (): SillageError =>
  new SillageError({
    code: "audit.empty",
    message: "The audit was given no line to add.",
    fix: "Tell whoever maintains the product: nothing is revealed without a line.",
  });
