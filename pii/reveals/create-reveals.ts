import { SillageError } from "../../core/errors.ts";
import type { IdentityStore } from "../../core/ports/identity-store.ts";
import type { RevealRow, RevealsCounted } from "../../core/ports/reveal-ledger.ts";
import type { Asker, Revealed, RevealGround, Reveals, Whom } from "../../core/ports/reveals.ts";
import type { RevealPurpose } from "../../core/spec/reveal.ts";
import { bulkReveals, type BulkDeps } from "./bulk-reveals.ts";
import { openPerson, type OpenPersonDeps } from "./open-person.ts";
import { outcomeOf } from "./outcome-of.ts";
import { personOf, type PersonOfDeps } from "./person-of.ts";
import type { AuditEntry, RevealChain } from "./reveal-chain.ts";
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
    /** Reveals an hour by one caller, refusals counted, and of one person; ten times as many may open nothing. */
    readonly perHour: number;
    readonly alarm: Alarm;
    readonly report: (line: string) => void;
  };

/** Reveals on an identity store, its audit and the database of sealed rows. */
export function createReveals(deps: RevealDeps): Reveals {
  const { chain } = deps;
  const refused = async (asker: Asker, ground: RevealGround, pid: string | null, error: unknown): Promise<never> => {
    if (!(error instanceof SillageError) || error.retryable) throw error;
    const { fields, purpose, ticket, reason } = ground;
    const what = outcomeOf(error);
    if (what === "unopened") deps.report(`A reveal that ${asker.id} asked for opened nothing: ${error.code}.`);
    await chain.append({ caller: asker.id, pid }, () => ({
      what,
      caller: asker.id,
      pid,
      detail: { fields, purpose, ticket, code: error.code },
      reason,
    }));
    throw error;
  };
  return {
    async reveal(asker, whom, ground) {
      const told = (pid: string | null) => (met: unknown) =>
        met instanceof Written ? Promise.reject(met.cause) : refused(asker, ground, pid, met);
      const pid = await meant(deps, { asker, whom, ground }).catch(told("pid" in whom ? whom.pid : null));
      return opened(deps, asker, pid, ground).catch(told(pid));
    },
    ...bulkReveals(deps, (ground) => requireAllowed(deps.purposes, ground), refused),
  };
}

/** What was refused, and stands in the audit already. */
class Written extends Error {}

type Asked = { readonly asker: Asker; readonly whom: Whom; readonly ground: RevealGround };

/** Whose values are asked for, as far as they may be. */
async function meant(deps: RevealDeps, asked: Asked): Promise<string> {
  requireAllowed(deps.purposes, asked.ground);
  await requireBudget(deps, asked);
  return personOf(deps, asked.asker, asked.whom);
}

async function opened(deps: RevealDeps, asker: Asker, pid: string, ground: RevealGround): Promise<Revealed> {
  const values = await openPerson(deps, pid, ground.fields);
  const audit = await recorded(deps, asker, pid, ground);
  if ((await deps.identity.standingOf(pid)).decoy) await deps.alarm("decoy", audit, asker.id);
  return { pid, audit, values };
}

/** Before anybody is looked for, which costs a walk over everybody, and before anything is opened. Throws a refusal that is written down. */
async function requireBudget(deps: RevealDeps, { asker, whom, ground }: Asked): Promise<void> {
  const about = { caller: asker.id, pid: "pid" in whom ? whom.pid : null };
  const spent = spentOf(deps.perHour, await deps.chain.counted(about));
  if (spent === undefined) return;
  const line = await deps.chain.append(about, () => overBudget(about, ground));
  await refuseBudget(deps, line, spent);
}

/** Reveals that opened nothing, to one that may: what is stored of some must not shut a caller out soon, and asking for ever costs a walk each time. */
const unopenedToOne = 10;

const spentOf = (perHour: number, counted: RevealsCounted): SillageError | undefined => {
  if (isSpent(perHour, counted)) return refusal.budget(perHour);
  return counted.unopened >= unopenedToOne * perHour ? refusal.unopened(unopenedToOne * perHour) : undefined;
};

/** The audit's line of a reveal, committed; nothing that was opened has left before. Counted again, under the audit's lock. Throws a refusal that is written down. */
async function recorded(deps: RevealDeps, asker: Asker, pid: string, ground: RevealGround): Promise<number> {
  const { fields, purpose, ticket, reason } = ground;
  const about = { caller: asker.id, pid };
  const row = await deps.chain.append(about, (counted) =>
    isSpent(deps.perHour, counted)
      ? overBudget(about, ground)
      : { ...about, reason, what: "reveal", detail: { fields, purpose, ticket } },
  );
  return row.what === "reveal" ? row.seq : refuseBudget(deps, row, refusal.budget(deps.perHour));
}

const isSpent = (perHour: number, { byCaller, ofPerson }: RevealsCounted): boolean =>
  Math.max(byCaller, ofPerson) >= perHour;

const overBudget = (
  about: Pick<AuditEntry, "caller" | "pid">,
  { fields, purpose, ticket, reason }: RevealGround,
): AuditEntry => ({
  ...about,
  reason,
  what: "refused",
  detail: { fields, purpose, ticket, code: "reveal.budget" },
});

async function refuseBudget({ alarm }: RevealDeps, { seq, caller }: RevealRow, why: SillageError): Promise<never> {
  await alarm("budget", seq, caller);
  throw new Written("", { cause: why });
}

/** Throws `reveal.purpose`, `reveal.field`. */
function requireAllowed(purposes: ReadonlyMap<string, RevealPurpose>, { purpose, fields }: RevealGround): void {
  const declared = purposes.get(purpose);
  if (declared === undefined) throw refusal.purpose(purpose, [...purposes.keys()]);
  const others = fields.filter((field) => !declared.fields.includes(field));
  if (others.length > 0) throw refusal.field(others, purpose, declared.fields);
}
