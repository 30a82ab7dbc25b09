import { SillageError } from "../core/errors.ts";
import type { ErasurePort, RowsOfPeople } from "../core/ports/erasure.ts";
import type { Certified, Erasures, Replayed } from "../core/ports/erasures.ts";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import type { ObjectStore } from "../core/ports/object-store.ts";
import type { RequestPerson } from "../core/ports/requests.ts";
import type { Opener } from "../core/ports/sealer.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { isSealed } from "../core/spec/column.ts";
import { ledgerHead, lossOf } from "../core/erasure-ledger.ts";
import { certificateKeys, type CertificateKeys } from "./certificate-keys.ts";
import type { Certificate } from "./certificate.ts";
import { erasureLedger, type ErasureLedger } from "./erasure-ledger.ts";
import type { Kek } from "./kek.ts";
import { createKeyring } from "./keyring.ts";
import { unknownRequest } from "./unknown-request.ts";

/** What erasures work on. */
export type ErasureDeps = {
  readonly identity: IdentityStore;
  readonly kek: Kek;
  readonly opener: Opener;
  readonly database: ErasurePort;
  readonly store: ObjectStore;
  readonly tables: readonly TableSpec[];
};

/** Erasures on the identity store, the target database and the object store. */
export function createErasures(deps: ErasureDeps): Erasures {
  const { identity, database, store } = deps;
  const keyring = createKeyring(identity, deps.kek);
  const ledger = erasureLedger(store, keyring);
  const certificates = certificateKeys(keyring);
  const pidsOf = async (request: string) => pseudonyms(await identity.requestPeople(request));
  return {
    async plan(id) {
      const request = await identity.request(id);
      if (request === undefined) throw unknownRequest(id);
      const { people, certificate } = request;
      if (certificate !== null) return { state: "done", people };
      return { state: people === 0 ? "nobody" : "open", people };
    },
    restrict: identity.restrictRequest,
    blank: identity.blankRequest,
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
      const pids = await pidsOf(request);
      const left = (await database.countPeople(pids)).reduce((sum, rows) => sum + rowsIn(rows), 0);
      const found = await identity.countIndexes(pids);
      const opens = (await Promise.all(pids.map((pid) => stillOpens(deps, pid)))).filter(Boolean).length;
      if (left + found + opens > 0) throw unproven({ left, found, opens });
    },
    certify: (id, done) => certify({ identity, certificates }, id, done),
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
  { identity, certificates }: Pick<ErasureDeps, "identity"> & { readonly certificates: CertificateKeys },
  id: string,
  done: Certified,
): Promise<void> {
  const request = await identity.request(id);
  if (request === undefined) throw unknownRequest(id);
  const withKeys = (await identity.requestPeople(id)).filter(({ pid }) => pid !== null);
  const { openedAt, people } = request;
  const certificate: Certificate = {
    request: id,
    openedAt,
    people,
    erasedBefore: people - withKeys.length,
    epochs: [...new Set(withKeys.map(({ epoch }) => epoch))],
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

const rowsIn = ({ open, sealed, quarantined = 0 }: RowsOfPeople): number => open + sealed + quarantined;

const pseudonyms = (people: readonly RequestPerson[]): readonly string[] =>
  people.flatMap(({ pid }) => (pid === null ? [] : [pid]));

/** Whether a value of a person would open: the key is asked for before the value is looked at. */
async function stillOpens({ identity, opener, tables }: ErasureDeps, pid: string): Promise<boolean> {
  if ((await identity.findByPid(pid)) !== undefined) return true;
  const attempts = tables.flatMap((table) =>
    table.columns.filter(isSealed).map(({ name }) =>
      opener.openValue(table, { _p: pid, [name]: "" }, name).then(
        () => true,
        (error: unknown) => !(error instanceof SillageError && error.code === "pii.erased"),
      ),
    ),
  );
  return (await Promise.all(attempts)).some(Boolean);
}

const unproven = ({ left, found, opens }: Readonly<Record<"left" | "found" | "opens", number>>): SillageError =>
  new SillageError({
    code: "dsr.unproven",
    message: `The erasure is not complete: ${left} rows and ${found} blind index values are left, the values of ${opens} people open.`,
    fix: "It is tried again: what a load brought meanwhile is deleted too.",
    retryable: true,
  });
