import { SillageError } from "../../core/errors.ts";
import type { IdentityStore } from "../../core/ports/identity-store.ts";
import type { Asker, Revealed, RevealGround, Reveals, Whom } from "../../core/ports/reveals.ts";
import type { RevealPurpose } from "../../core/spec/reveal.ts";
import { bulkReveals, type BulkDeps } from "./bulk-reveals.ts";
import { openPerson, type OpenPersonDeps } from "./open-person.ts";
import { personOf, type PersonOfDeps } from "./person-of.ts";
import type { RevealChain } from "./reveal-chain.ts";
import { refusal } from "./reveal-refusals.ts";

/** Who is told that something is wrong, at once; never of a person's values. */
export type Alarm = (what: "decoy" | "budget", line: number, caller: string) => Promise<void>;

/** What reveals are made of. */
export type RevealDeps = OpenPersonDeps &
  PersonOfDeps &
  Pick<BulkDeps, "files" | "clock" | "workflow"> & {
    readonly identity: IdentityStore;
    readonly chain: RevealChain;
    readonly purposes: ReadonlyMap<string, RevealPurpose>;
    /** Reveals an hour by one caller, and of one person. */
    readonly perHour: number;
    readonly alarm: Alarm;
  };

/** Reveals on an identity store, its audit and the database of sealed rows. */
export function createReveals(deps: RevealDeps): Reveals {
  const { chain } = deps;
  const refused = async (asker: Asker, ground: RevealGround, pid: string | null, error: unknown): Promise<never> => {
    if (!(error instanceof SillageError) || error.retryable) throw error;
    const { fields, purpose, ticket, reason } = ground;
    await chain.append({ caller: asker.id, pid }, () => ({
      what: "refused",
      caller: asker.id,
      pid,
      detail: { fields, purpose, ticket, code: error.code },
      reason,
    }));
    throw error;
  };
  return {
    async reveal(asker, whom, ground) {
      const known = "pid" in whom ? whom.pid : null;
      const asked = { asker, whom, ground };
      return opened(deps, asked).catch((error: unknown) =>
        error instanceof Written ? Promise.reject(error.cause) : refused(asker, ground, known, error),
      );
    },
    ...bulkReveals(deps, (ground) => requireAllowed(deps.purposes, ground), refused),
  };
}

/** What was refused, and stands in the audit already. */
class Written extends Error {}

type Asked = { readonly asker: Asker; readonly whom: Whom; readonly ground: RevealGround };

async function opened(deps: RevealDeps, { asker, whom, ground }: Asked): Promise<Revealed> {
  requireAllowed(deps.purposes, ground);
  const pid = await personOf(deps, asker, whom);
  const values = await openPerson(deps, pid, ground.fields);
  const audit = await recorded(deps, asker, pid, ground);
  if ((await deps.identity.standingOf(pid)).decoy) await deps.alarm("decoy", audit, asker.id);
  return { pid, audit, values };
}

/** The audit's line of a reveal, committed; nothing that was opened has left before. Throws a refusal that is written down. */
async function recorded(deps: RevealDeps, asker: Asker, pid: string, ground: RevealGround): Promise<number> {
  const { fields, purpose, ticket, reason } = ground;
  const about = { caller: asker.id, pid, reason };
  const row = await deps.chain.append({ caller: asker.id, pid }, ({ byCaller, ofPerson }) =>
    Math.max(byCaller, ofPerson) < deps.perHour
      ? { ...about, what: "reveal", detail: { fields, purpose, ticket } }
      : { ...about, what: "refused", detail: { fields, purpose, ticket, code: "reveal.budget" } },
  );
  if (row.what === "reveal") return row.seq;
  await deps.alarm("budget", row.seq, asker.id);
  throw new Written("", { cause: refusal.budget(deps.perHour) });
}

/** Throws `reveal.purpose`, `reveal.field`. */
function requireAllowed(purposes: ReadonlyMap<string, RevealPurpose>, { purpose, fields }: RevealGround): void {
  const declared = purposes.get(purpose);
  if (declared === undefined) throw refusal.purpose(purpose, [...purposes.keys()]);
  const others = fields.filter((field) => !declared.fields.includes(field));
  if (others.length > 0) throw refusal.field(others, purpose, declared.fields);
}
