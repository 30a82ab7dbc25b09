import { SillageError } from "../core/errors.ts";
import type { ErasurePort, RowsOfPeople } from "../core/ports/erasure.ts";
import type { Certified, Erasures, Replayed } from "../core/ports/erasures.ts";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";
import type { RequestPerson } from "../core/ports/requests.ts";
import type { Opener } from "../core/ports/sealer.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import type { RegisterSpec } from "../core/spec/register.ts";
import { isSealed } from "../core/spec/column.ts";
import { recipientsOf } from "../core/register/recipients-of.ts";
import { ledgerHead, lossOf } from "../core/erasure-ledger.ts";
import { certificateKeys, type CertificateKeys } from "./certificate-keys.ts";
import type { Certificate } from "./certificate.ts";
import { erasureProof } from "./erasure-proof.ts";
import { erasureLedger, type ErasureLedger } from "./erasure-ledger.ts";
import type { Kek } from "./kek.ts";
import { createKeyring } from "./keyring.ts";
import type { Trial } from "./trial.ts";
import { unknownRequest } from "./unknown-request.ts";

/** What erasures work on. */
export type ErasureDeps = {
  readonly identity: IdentityStore;
  readonly kek: Kek;
  readonly opener: Opener;
  readonly database: ErasurePort;
  readonly store: ObjectStore;
  readonly tables: readonly TableSpec[];
  /** Whether the database parts the facts of who is erased. */
  readonly facts: "together" | "apart";
  /** Says who is given data of people. */
  readonly register: RegisterSpec | undefined;
  /** A sealed value of a person that opens now, restricted or not. */
  readonly trialOf: (pid: string) => Promise<Trial | undefined>;
};

/** Erasures on the identity store, the target database and the object store. */
export function createErasures(deps: ErasureDeps): Erasures {
  const { identity, database, store } = deps;
  const keyring = createKeyring(identity, deps.kek);
  const ledger = erasureLedger(store, keyring);
  const certificates = certificateKeys(keyring);
  const pidsOf = async (request: string) => withPids(await identity.requestPeople(request)).map(({ pid }) => pid);
  return {
    async plan(id) {
      const request = await identity.request(id);
      if (request === undefined) throw unknownRequest(id);
      const { people, certificate } = request;
      if (certificate !== null) return { state: "done", people };
      return { state: people === 0 ? "nobody" : "open", people };
    },
    restrict: identity.restrictRequest,
    async blank(request, at) {
      await keepTrials(deps, request);
      await identity.blankRequest(request, at);
    },
    async eraseRows(request, at) {
      const pids = await pidsOf(request);
      if (pids.length === 0) return [];
      const since = await refuseLoss(deps);
      const known = await identity.entryOf(pids);
      const entry = await ledger.next(pids, at.slice(0, 10), { since, known });
      // The stores know of an entry before the ledger has it: one that is behind was put back to what it was.
      await identity.addErased(entry.seq, pids, at);
      const rows = await database.erasePeople(entry.seq, pids);
      await database.keepEntry(await ledger.append(entry));
      return rows;
    },
    async prove(request) {
      const people = withPids(await identity.requestPeople(request));
      const pids = people.map(({ pid }) => pid);
      const trials = new Map((await identity.trialsOf(request)).map(({ lookup, trial }) => [lookup, trial]));
      const left = (await database.countPeople(pids)).reduce((sum, rows) => sum + rowsIn(rows), 0);
      const found = await identity.countIndexes(pids);
      const attempts = people.map(({ lookup, pid }) => stillOpens(deps, pid, trials.get(lookup)));
      const opens = (await Promise.all(attempts)).filter(Boolean).length;
      if (left + found + opens > 0) throw unproven({ left, found, opens });
    },
    certify: (id, done) => certify({ ...deps, certificates }, id, done),
    forget: identity.forgetErased,
    heads: async () => ({
      ledger: await ledgerHead(store),
      database: await database.erasedThrough(),
      identity: await identity.erasedThrough(),
    }),
    replay: () => replay(deps, ledger),
  };
}

async function certify(
  { identity, certificates, tables, register, facts }: ErasureDeps & { readonly certificates: CertificateKeys },
  id: string,
  done: Certified,
): Promise<void> {
  const request = await identity.request(id);
  if (request === undefined) throw unknownRequest(id);
  const about = await identity.requestPeople(id);
  const withKeys = withPids(about);
  const { openedAt, people } = request;
  const certificate: Certificate = {
    request: id,
    openedAt,
    people,
    erasedBefore: people - withKeys.length,
    tried: (await identity.trialsOf(id)).filter(({ lookup }) => withKeys.some((person) => person.lookup === lookup))
      .length,
    // Of who was erased before, too: copies of their keys open until that epoch ends, whoever asked first.
    epochs: [...new Set(about.map(({ epoch }) => epoch))].toSorted((left, right) => left - right),
    recipients: recipientsOf(people === 0 ? [] : tables, register),
    ...(facts === "apart" && { facts }),
    ...(withKeys.length > 0 && { proof: erasureProof }),
    ...done,
  };
  await identity.closeRequest(id, done.erasedAt, await certificates.keep(certificate));
}

/** An entry after a loss would take the number of one that was lost. Answers the number of an entry that is there, 0 for none. */
async function refuseLoss({ store, database }: ErasureDeps): Promise<number> {
  const last = await database.lastEntry();
  const loss = await lossOf(store, last);
  if (loss !== undefined) throw loss;
  return last?.seq ?? 0;
}

async function replay(deps: ErasureDeps, ledger: ErasureLedger): Promise<Replayed> {
  const { identity, database } = deps;
  const since = await refuseLoss(deps);
  const known = Math.min(await database.erasedThrough(), await identity.erasedThrough());
  const entries = await ledger.entries(known);
  let people = 0;
  const rows = [];
  for (const { seq, pids, day } of entries) {
    people += await identity.addErased(seq, pids, day);
    rows.push(...(await database.erasePeople(seq, pids)));
  }
  const head = await ledger.head(since);
  if (head !== undefined) await database.keepEntry(head);
  return { entries: entries.length, people, rows };
}

const rowsIn = ({ open, sealed, mart = 0, quarantined = 0 }: RowsOfPeople): number =>
  open + sealed + mart + quarantined;

/** Those of a request whose pseudonym it still knows: nobody erased them before. */
const withPids = (people: readonly RequestPerson[]): readonly (RequestPerson & { readonly pid: string })[] =>
  people.flatMap(({ pid, ...person }) => (pid === null ? [] : [{ ...person, pid }]));

/** Keep a value of each person before their key goes: what opened then is tried afterwards, when its row is gone too. Done again after a crash, nobody has a key for another. */
async function keepTrials({ identity, trialOf }: ErasureDeps, request: string): Promise<void> {
  const kept = new Set((await identity.trialsOf(request)).map(({ lookup }) => lookup));
  for (const { lookup, pid } of withPids(await identity.requestPeople(request))) {
    const trial = kept.has(lookup) ? undefined : await trialOf(pid);
    if (trial !== undefined) await identity.keepTrial(request, { lookup, trial: JSON.stringify(trial) });
  }
}

/** Whether a value of a person opens still: what did before, and one of each column, since the key is asked for before the value is looked at. */
async function stillOpens({ identity, opener, tables }: ErasureDeps, pid: string, kept?: string): Promise<boolean> {
  if ((await identity.findByPid(pid)) !== undefined) return true;
  const before: readonly Trial[] = kept === undefined ? [] : [JSON.parse(kept)];
  const attempts = tables.flatMap((table) => [
    ...before.filter((trial) => trial.table === table.key).map((trial) => opens(opener, table, trial)),
    ...table.columns
      .filter(isSealed)
      .map(({ name }) => opens(opener, table, { column: name, row: { _p: pid, [name]: "" } })),
  ]);
  return (await Promise.all(attempts)).some(Boolean);
}

/** Anything but the refusal that says that the person was erased counts as opened. */
const opens = (opener: Opener, table: TableSpec, { column, row }: Omit<Trial, "table">): Promise<boolean> =>
  opener.openValue(table, row, column).then(
    () => true,
    (error: unknown) => !(error instanceof SillageError && error.code === "pii.erased"),
  );

const unproven = ({ left, found, opens }: Readonly<Record<"left" | "found" | "opens", number>>): SillageError =>
  new SillageError({
    code: "dsr.unproven",
    message: `The erasure is not complete: ${left} rows and ${found} blind index values are left, the values of ${opens} people open.`,
    fix: "It is tried again: what a load brought meanwhile is deleted too.",
    retryable: true,
  });
