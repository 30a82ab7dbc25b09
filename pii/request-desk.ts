import { SillageError } from "../core/errors.ts";
import type { PersonRequest } from "../core/ports/requests.ts";
import type { ErasurePort } from "../core/ports/erasure.ts";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import { certificateKeys, type CertificateKeys } from "./certificate-keys.ts";
import { withStores, type SignedCertificate } from "./certificate.ts";
import { exportPerson, type ExportDeps, type ExportedTable } from "./export-person.ts";
import { findByName } from "./find-by-name.ts";
import { findPeople, type FoundBy } from "./find-people.ts";
import type { Kek } from "./kek.ts";
import { mergedPeople, type MergingDeps } from "./merged-people.ts";
import { createKeyring } from "./keyring.ts";
import { unknownRequest } from "./unknown-request.ts";

/** A request as it is shown: with its certificate once it is erased, signed as of now. */
export type ShownRequest = Omit<PersonRequest, "certificate"> & { readonly certificate: SignedCertificate | null };

/** Everything that is held of the people of a request. */
export type Exported = {
  readonly request: string;
  readonly exportedAt: string;
  readonly people: readonly (readonly ExportedTable[])[];
};

/** Where requests of people are filed and answered. What is typed of a person goes nowhere but into a keyed hash. */
export type RequestDesk = {
  /** File a request about whom a value names, and whom the source merged with them; by name, `Exemple 1984-07-31`, whom alone it names. Throws as `findPeople` and `findByName`. */
  readonly open: (by: FoundBy | "name", value: string) => Promise<ShownRequest>;
  /** Take up into an open request whom the source merged with its people, since it was filed too; one that is closed stays as it is. Throws `dsr.unknown-request`. */
  readonly gather: (id: string) => Promise<void>;
  /** Throws `dsr.unknown-request`, `dsr.certificate-altered`. */
  readonly show: (id: string) => Promise<ShownRequest>;
  /** See that a certificate (JSON) is as this installation signed it; which request it is of. Throws `dsr.no-certificate`, `dsr.certificate-forged`. */
  readonly verify: CertificateKeys["verify"];
  /** Throws `dsr.certificate-altered`. */
  readonly list: () => Promise<readonly ShownRequest[]>;
  /** From now on nothing of its people is opened, and their own rows leave the open zone; `lift` ends it. Throws `dsr.unknown-request`, `dsr.closed`. */
  readonly restrict: (id: string, change: "restrict" | "lift") => Promise<ShownRequest>;
  /** Throws `dsr.unknown-request`, `dsr.closed`. */
  readonly exported: (id: string) => Promise<Exported>;
};

type Deps = ExportDeps &
  Pick<MergingDeps, "mergedOf"> & {
    readonly identity: IdentityStore;
    readonly kek: Kek;
    readonly database: ExportDeps["database"] & Pick<ErasurePort, "hidePeople" | "showPeople">;
    readonly now: () => Date;
    readonly newId: () => string;
  };

/** The desk of an identity store and its target database. */
export function createRequestDesk(deps: Deps): RequestDesk {
  const { identity, tables, now } = deps;
  const keyring = createKeyring(identity, deps.kek);
  const certificates = certificateKeys(keyring);
  const shown = async ({ certificate: kept, ...request }: PersonRequest): Promise<ShownRequest> => {
    if (kept === null) return { ...request, certificate: null };
    const { certificate, sealed } = await certificates.read(kept);
    const told = withStores(certificate, await identity.epochs());
    return { ...request, certificate: sealed ? await certificates.sign(told) : { ...told, signature: null } };
  };
  const known = async (id: string): Promise<PersonRequest> => {
    const request = await identity.request(id);
    if (request === undefined) throw unknownRequest(id);
    return request;
  };
  const gather = async (id: string): Promise<void> => {
    if ((await known(id)).certificate !== null) return;
    const filed = (await identity.requestPeople(id)).map(({ lookup }) => lookup);
    const all = await mergedPeople(deps, filed);
    if (all.length > filed.length) await identity.widenRequest(id, all);
  };
  const pidsOf = async (id: string): Promise<readonly string[]> => {
    if ((await known(id)).certificate !== null) throw closed(id);
    return (await identity.requestPeople(id)).flatMap(({ pid }) => (pid === null ? [] : [pid]));
  };
  return {
    async open(by, value) {
      const id = deps.newId();
      const found =
        by === "name"
          ? await findByName({ ...deps, keyring }, value)
          : await findPeople({ identity, keyring, tables }, by, value);
      await identity.fileRequest(id, now().toISOString(), found);
      await gather(id);
      return shown(await known(id));
    },
    gather,
    verify: certificates.verify,
    show: async (id) => shown(await known(id)),
    list: async () => Promise.all((await identity.requests()).map(shown)),
    async restrict(id, change) {
      if (change === "restrict") await gather(id);
      const pids = await pidsOf(id);
      await identity.restrictRequest(id, change === "restrict" ? now().toISOString() : null);
      if (change === "restrict") await deps.database.hidePeople(pids);
      else await deps.database.showPeople(pids);
      return shown(await known(id));
    },
    async exported(id) {
      await gather(id);
      const people = [];
      for (const pid of await pidsOf(id)) people.push(await exportPerson(deps, pid));
      return { request: id, exportedAt: now().toISOString(), people };
    },
  };
}

const closed = (id: string): SillageError =>
  new SillageError({
    code: "dsr.closed",
    message: `Request ${id} was answered by an erasure: nothing is held any more.`,
    fix: `See its certificate with \`sillage dsr show ${id}\`.`,
  });
