import { randomBytes } from "node:crypto";
import { SillageError } from "../core/errors.ts";
import type { IdentityStore, Subject } from "../core/ports/identity-store.ts";
import type { PersonRotation, ResealBatch } from "../core/ports/person-rotation.ts";
import type { ResealPort } from "../core/ports/reseal.ts";
import { formerKeysOf, wrapFormer, type DrainingKey } from "./former-key.ts";
import type { Kek } from "./kek.ts";
import { createKeyring, type Keyring } from "./keyring.ts";
import { lookAgain } from "./look-again.ts";
import { resealBatches, type Resealing } from "./reseal-batches.ts";
import { openBytes, sealedKid, sealingKey, type SealingKey } from "./sealed-value.ts";
import { storedValues, type StoredDeps, type StoredValue } from "./stored-values.ts";
import { dekLabel, epochDraining } from "./subjects.ts";
import { unknownRequest } from "./unknown-request.ts";
import { unlessShut } from "./unless-shut.ts";
import { unwrapPersonKey, wrapKey } from "./wrap-key.ts";

/** What the rotation of people's keys needs. */
export type PersonRotationDeps = StoredDeps & {
  readonly identity: IdentityStore;
  readonly kek: Kek;
  readonly database: ResealPort;
};

/** A living person of a request, with their key and those that drain, the newest first. */
type Person = Pick<Subject, "lookup" | "epoch"> & {
  readonly pid: string;
  readonly own: SealingKey;
  readonly former: readonly DrainingKey[];
};

/** Rotation of people's keys: on the identity store, and on all that the target database holds sealed of them. */
export function createPersonRotation(deps: PersonRotationDeps): PersonRotation {
  const { identity } = deps;
  const keyring = createKeyring(identity, deps.kek);
  const peopleOf = (request: string) => lookAgain(() => livingPeople(identity, keyring, request));
  return {
    async plan(request) {
      if ((await identity.request(request)) === undefined) throw unknownRequest(request);
      const renewed = await identity.countRenewed();
      const people = await peopleOf(request);
      const counts = new Map<string, number>();
      for (const { pid, own, former } of people)
        for await (const { table, sealed } of storedValues(deps, pid))
          if (keyOf(sealed, [own, ...former]) !== undefined) counts.set(table.key, (counts.get(table.key) ?? 0) + 1);
      return {
        people: people.length,
        draining: people.filter(({ former }) => former.length > 0).length,
        renewed,
        tables: [...counts].map(([table, values]) => ({ table, values })),
      };
    },
    async renew(request, since) {
      const people = await peopleOf(request);
      for (const person of people)
        if (!isRenewed(person.former, since)) await renew({ identity, keyring, since }, person);
      return people.length;
    },
    async *reseal(request) {
      for (const person of await peopleOf(request)) yield* resealed(deps, person);
    },
    async verify(request) {
      const found = { opened: 0, former: 0 };
      for (const person of await peopleOf(request)) {
        for await (const value of storedValues(deps, person.pid)) {
          if (opens(value, person.own)) found.opened++;
          else if (person.former.some((key) => opens(value, key))) found.former++;
        }
      }
      return found;
    },
    drainingSince: async (request) =>
      (await peopleOf(request)).flatMap(({ former }) => former.map(({ renewedAt }) => renewedAt)).toSorted(),
    async end(request, through) {
      let ended = 0;
      for (const person of await peopleOf(request)) ended += await endDue(deps, person, through);
      return ended;
    },
  };
}

async function livingPeople(identity: IdentityStore, keyring: Keyring, request: string): Promise<readonly Person[]> {
  const lookups = (await identity.requestPeople(request)).map(({ lookup }) => lookup);
  const people: Person[] = [];
  for (const subject of await identity.findSubjects(lookups)) {
    if (subject === undefined || subject.pid === null || subject.wrappedKey === null) continue;
    const { lookup, pid, epoch, wrappedKey } = subject;
    const own = sealingKey(unwrapPersonKey(await keyring.epochKey(epoch), dekLabel(lookup), wrappedKey));
    people.push({ lookup, pid, epoch, own, former: await formerKeysOf(identity, lookup, own) });
  }
  return people;
}

/** Whether the key of a person is younger than the store's so many renewals. */
const isRenewed = ([newest]: readonly Pick<DrainingKey, "seq">[], since: number): boolean =>
  newest !== undefined && newest.seq > since;

type Renewing = { readonly identity: IdentityStore; readonly keyring: Keyring; readonly since: number };

/** Make another key for a person under their epoch. Who moved to another epoch meanwhile is looked at again. */
async function renew({ identity, keyring, since }: Renewing, { lookup, epoch, own }: Person): Promise<void> {
  const bytes = randomBytes(32);
  const key = sealingKey(bytes);
  const isMade = await identity.renewKey({
    lookup,
    epoch,
    was: own.kid,
    wrappedKey: wrapKey(await keyring.epochKey(epoch), dekLabel(lookup), bytes),
    kid: key.kid,
    former: wrapFormer(key, lookup, own.key.export()),
  });
  if (!isMade && !isRenewed(await identity.formerKeys(lookup), since)) throw epochDraining(epoch);
}

/** Destroy the keys of a person that drain since an instant at the latest, the oldest first: what each is wrapped under is there while it is. */
async function endDue(deps: PersonRotationDeps, person: Person, through: string): Promise<number> {
  let ended = 0;
  for (const key of person.former.toReversed()) {
    if (Date.parse(key.renewedAt) > Date.parse(through)) break;
    const batches = await Array.fromAsync(resealed(deps, { ...person, former: [key] }));
    const left = batches.reduce((sum, { values }) => sum + values, 0);
    if (left > 0) throw inUse(left);
    await deps.identity.endFormerKey(person.lookup, key.kid);
    ended++;
  }
  return ended;
}

/** Which of some keys a value says that it is sealed under. */
const keyOf = <Key extends SealingKey>(sealed: Uint8Array, keys: readonly Key[]): Key | undefined =>
  keys.find(({ kid }) => kid.equals(sealedKid(sealed)));

function opens({ sealed, prefix, suffix }: StoredValue, key: SealingKey): boolean {
  try {
    openBytes(sealed, key, prefix, suffix);
    return true;
  } catch (error) {
    unlessShut(error);
    return false;
  }
}

/** Of a value that opens under no key of theirs nothing can be sealed anew. */
async function* resealed(deps: PersonRotationDeps, { pid, own, former }: Person): AsyncGenerator<ResealBatch> {
  if (former.length === 0) return;
  const waiting: Resealing[] = [];
  for await (const value of storedValues(deps, pid)) {
    const from = keyOf(value.sealed, former);
    if (from !== undefined && opens(value, from)) waiting.push({ value, keys: { from, to: own } });
  }
  yield* resealBatches(deps.database, waiting);
}

const inUse = (values: number): SillageError =>
  new SillageError({
    code: "pii.key-in-use",
    message: `A key that drains is not destroyed: ${values} values are sealed under it still.`,
    fix: "They are sealed anew first: it is tried again.",
    retryable: true,
  });
