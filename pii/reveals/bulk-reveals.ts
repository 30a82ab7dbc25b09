import { randomUUID } from "node:crypto";
import type { Clock } from "../../core/ports/clock.ts";
import type { IdentityStore } from "../../core/ports/identity-store.ts";
import type { RevealRow } from "../../core/ports/reveal-ledger.ts";
import type { Asker, BulkState, RevealGround, Reveals } from "../../core/ports/reveals.ts";
import type { BulkFiles } from "./bulk-files.ts";
import type { RevealChain } from "./reveal-chain.ts";
import { refusal } from "./reveal-refusals.ts";
import { stillRevealable } from "./still-revealable.ts";
import { detailOf } from "./verify-chain.ts";

/** What bulk reveals are asked and approved with; `workflow` is told ids and nothing else. */
export type BulkDeps = {
  readonly identity: IdentityStore;
  readonly chain: RevealChain;
  readonly clock: Clock;
  readonly files: BulkFiles;
  readonly workflow: {
    readonly start: (id: string) => Promise<void>;
    readonly approved: (id: string) => Promise<void>;
  };
};

const dayMs = 86_400_000;

/** Bulk reveals as people ask for them; the audit is all that is kept of one. */
export function bulkReveals(
  { identity, chain, clock, files, workflow }: BulkDeps,
  requireAllowed: (ground: RevealGround) => void,
  refused: (asker: Asker, ground: RevealGround, pid: null, error: unknown) => Promise<never>,
): Pick<Reveals, "askBulk" | "approveBulk" | "bulk" | "readBulk"> {
  const linesOf = async (id: string) => bulkLines(await identity.revealsOf(id), id);
  const stateOf = async (id: string) => bulkState(await linesOf(id), clock.now());
  const tell = (caller: string, what: RevealRow["what"], request: string) =>
    chain.append({ caller, pid: null }, () => ({ what, caller, request }));
  return {
    async askBulk(asker, pids, ground) {
      const { reason, ...why } = ground;
      const [caller, request] = [asker.id, randomUUID()];
      try {
        requireAllowed(ground);
      } catch (error) {
        return refused(asker, ground, null, error);
      }
      const detail = { ...why, pids: [...new Set(pids)] };
      await chain.append({ caller, pid: null }, () => ({ what: "bulk-asked", caller, request, detail, reason }));
      await workflow.start(request);
      return stateOf(request);
    },
    async approveBulk(asker, id) {
      const { asked, approved } = await linesOf(id);
      if (asked.caller === asker.id) throw refusal.ownRequest();
      const { state } = await stateOf(id);
      if (state === "over") throw refusal.over();
      if (approved === undefined) await tell(asker.id, "bulk-approved", id);
      await workflow.approved(id);
      return stateOf(id);
    },
    bulk: stateOf,
    async readBulk(asker, id) {
      const { asked } = await linesOf(id);
      if (asked.caller !== asker.id) throw refusal.notYours();
      const { state } = await stateOf(id);
      if (state === "over") throw refusal.over();
      const text = state === "ready" ? await files.open(id) : undefined;
      if (text === undefined) throw refusal.notReady(state);
      const file = await stillRevealable(identity, text);
      await tell(asker.id, "bulk-read", id);
      return file;
    },
  };
}

/** The lines that tell of a bulk reveal; an approval counts only when it is another's. Throws `reveal.no-request`. */
export function bulkLines(rows: readonly RevealRow[], id: string) {
  const asked = rows.find(({ what }) => what === "bulk-asked");
  if (asked === undefined) throw refusal.noRequest(id);
  return {
    id,
    asked,
    approved: rows.find(({ what, caller }) => what === "bulk-approved" && caller !== asked.caller),
    made: rows.find(({ what }) => what === "bulk-made"),
  };
}

function bulkState({ id, asked, approved, made }: ReturnType<typeof bulkLines>, now: Date): BulkState {
  const since = made ?? asked;
  const until = new Date(Date.parse(since.at) + dayMs);
  const reached = made === undefined ? (approved === undefined ? "waiting" : "approved") : "ready";
  const people = detailOf(asked).pids?.length ?? 0;
  return { id, state: until <= now ? "over" : reached, people, until: until.toISOString() };
}
