import type { IdentityStore } from "../core/ports/identity-store.ts";
import type { ApiRecord } from "../core/landed-row.ts";
import type { Opener } from "../core/ports/sealer.ts";
import { SillageError } from "../core/errors.ts";
import { createKeyring } from "./keyring.ts";
import type { Kek } from "./kek.ts";
import { formerKeysOf } from "./former-key.ts";
import { lookAgain } from "./look-again.ts";
import { contextSuffix, openBytes, sealedKid, sealingKey, valueType, type SealingKey } from "./sealed-value.ts";
import { entityKeyOf } from "./seal-record.ts";
import { dekLabel, pidBytes, tableKey } from "./subjects.ts";
import { tablePlan } from "./table-plan.ts";
import { unwrapPersonKey } from "./wrap-key.ts";

/** What an opener is made of. */
export type OpenerDeps = { readonly identity: IdentityStore; readonly kek: Kek; readonly deployment: string };

/** Opens sealed values: for tests, replay and reveal. Throws `pii.erased`, `pii.restricted`, `pii.unknown-person`, and as `openBytes`. */
export function createOpener({ identity, kek, deployment }: OpenerDeps): Opener {
  const keyring = createKeyring(identity, kek);
  const keyOf = async (pid: string, sealed: Buffer): Promise<SealingKey> => {
    const subject = await identity.findByPid(pid);
    if (subject?.wrappedKey == null) throw (await identity.isErased(pid)) ? erasedPerson() : unknownPerson();
    if (subject.restrictedAt != null) throw restrictedPerson();
    const { lookup, epoch, wrappedKey } = subject;
    const own = sealingKey(unwrapPersonKey(await keyring.epochKey(epoch), dekLabel(lookup), wrappedKey));
    if (own.kid.equals(sealedKid(sealed))) return own;
    const former = await formerKeysOf(identity, lookup, own);
    return former.find(({ kid }) => kid.equals(sealedKid(sealed))) ?? own;
  };
  const keyFor = (table: string, pid: string | null, sealed: Buffer): Promise<SealingKey> =>
    pid === null ? tableKey(keyring, table) : lookAgain(() => keyOf(pid, sealed));
  return {
    async openRecord(table, row) {
      const plan = tablePlan(table, deployment);
      const pid = typeof row["_p"] === "string" ? row["_p"] : null;
      const sealed = Buffer.from(String(row["_u"]), "base64url");
      const { clear } = openBytes(
        sealed,
        await keyFor(table.key, pid, sealed),
        plan.unknownPrefix,
        contextSuffix(pidBytes(pid), ""),
      );
      const record: ApiRecord = JSON.parse(clear.toString("utf8"));
      return record;
    },
    async openValue(table, row, column) {
      const plan = tablePlan(table, deployment);
      const text = row[column];
      const planned = plan.columns.find((candidate) => candidate.spec.name === column);
      if (typeof text !== "string" || planned === undefined) return null;
      const pid = typeof row["_p"] === "string" ? row["_p"] : null;
      const sealed = Buffer.from(text, "base64url");
      const opened = openBytes(
        sealed,
        await keyFor(table.key, pid, sealed),
        planned.prefix,
        contextSuffix(pidBytes(pid), entityKeyOf(plan, row)),
      );
      return opened.type === valueType.int64 ? opened.clear.readBigInt64BE().toString() : opened.clear.toString("utf8");
    },
  };
}

const unknownPerson = (): SillageError =>
  new SillageError({
    code: "pii.unknown-person",
    message: "Nobody in the identity store has this pseudonym.",
    fix: "Nothing can open this value any more.",
  });

const erasedPerson = (): SillageError =>
  new SillageError({
    code: "pii.erased",
    message: "The person of this pseudonym was erased.",
    fix: "Nothing can open this value any more.",
  });

const restrictedPerson = (): SillageError =>
  new SillageError({
    code: "pii.restricted",
    message: "The person of this value asked that their data be restricted.",
    fix: "It opens again once `sillage dsr restrict <request> --lift` was called.",
  });
