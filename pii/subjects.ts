import { randomBytes, randomUUID, type KeyObject } from "node:crypto";
import { SillageError } from "../core/errors.ts";
import type { IdentityStore, Subject } from "../core/ports/identity-store.ts";
import type { Keyring } from "./keyring.ts";
import { lookAgain } from "./look-again.ts";
import { macHex, macKey } from "./mac.ts";
import { sealingKey, type SealingKey } from "./sealed-value.ts";
import { unwrapPersonKey, wrapKey } from "./wrap-key.ts";

/** A person as sealing needs them. `pid` null: erased. */
export type Person = { readonly pid: string | null; readonly key: SealingKey | undefined };

/** A person under what they are known by. */
type Known = readonly [by: string, person: Person];

const nobody: Person = { pid: null, key: undefined };

/** What a person's wrapped key is bound to. */
export const dekLabel = (lookup: string): string => `dek/${lookup}`;

/** The look-up of a source's id: a keyed hash, by which the person is found again. */
export const lookupOf = (key: KeyObject, source: string, entity: string, id: string): string =>
  macHex(key, JSON.stringify([source, entity, id]), 16);

/** A key cannot be made under an epoch that takes nobody any more. */
export const epochDraining = (epoch: number): SillageError =>
  new SillageError({
    code: "pii.epoch-draining",
    message: `Epoch ${epoch} drains: nobody is sealed under it any more.`,
    fix: "It is tried again under the epoch that follows.",
    retryable: true,
  });

const dekBytes = 32;
/** People kept in memory with their unwrapped keys. */
const keptPeople = 50_000;

/** Finds or makes people by the source's ids, a page at a time: random pid, a key per person wrapped by the epoch's key. */
export class Subjects {
  readonly #identity: IdentityStore;
  readonly #keyring: Keyring;
  /** By the source's names of them: their look-up, a keyed hash, made for each row, was a tenth of sealing it. */
  readonly #kept = new Map<string, Person>();
  readonly #now: () => number;
  #changed = "";

  constructor(identity: IdentityStore, keyring: Keyring, now: () => number) {
    this.#identity = identity;
    this.#keyring = keyring;
    this.#now = now;
  }

  /** Everyone that a page names, by source id. Two workers that meet a new person at once get one subject. */
  async people(source: string, entity: string, ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
    const asOf = await this.#forgetWhenChanged();
    const nameOf = (id: string): string => `${source}\n${entity}\n${id}`;
    const all = [...new Set(ids)];
    // Taken now: a page that is sealed beside this one may have everybody forgotten while the others are looked for.
    const people = new Map<string, Person>();
    for (const id of all) {
      const person = this.#kept.get(nameOf(id));
      if (person !== undefined) people.set(id, person);
    }
    const unknown = all.filter((id) => !people.has(id));
    const found = await this.#looked(source, entity, unknown);
    for (const [id, person] of found) people.set(id, person);
    const named = found.map(([id, person]): Known => [nameOf(id), person]);
    this.#keep(named, asOf);
    return people;
  }

  /** Who is not kept, by source id. */
  async #looked(source: string, entity: string, ids: readonly string[]): Promise<readonly Known[]> {
    if (ids.length === 0) return [];
    const key = await this.#keyring.root("lookup");
    const lookups = ids.map((id) => [id, lookupOf(key, source, entity, id)] as const);
    const found = await lookAgain(() => this.#findOrCreate(lookups.map(([, lookup]) => lookup)));
    return lookups.flatMap(([id, lookup]) => {
      const person = found.get(lookup);
      return person === undefined ? [] : [[id, person] as const];
    });
  }

  /** Who is kept may have been erased since, or have another key: asked before each page. */
  async #forgetWhenChanged(): Promise<string> {
    const changed = `${await this.#identity.countErased()} ${await this.#identity.countRenewed()}`;
    if (changed !== this.#changed) this.#kept.clear();
    this.#changed = changed;
    return changed;
  }

  async #findOrCreate(lookups: readonly string[]): Promise<ReadonlyMap<string, Person>> {
    const known = await this.#identity.findSubjects(lookups);
    const erased = known.flatMap((subject) => (subject?.pid === null ? [subject.lookup] : []));
    if (erased.length > 0) await this.#identity.noteSent(erased, new Date(this.#now()).toISOString());
    const missing = lookups.filter((_, at) => known[at] === undefined);
    const found = known.filter((subject) => subject !== undefined);
    return new Map([...(await this.#opened(found)), ...(await this.#create(missing))]);
  }

  /** Make people under the active epoch. One that began to drain since it was looked up takes nobody: then the one after it does. Throws `pii.epoch-draining`. */
  async #create(lookups: readonly string[]): Promise<ReadonlyMap<string, Person>> {
    if (lookups.length === 0) return new Map();
    const made = await this.#createIn(await this.#keyring.activeEpoch(), lookups);
    const refused = lookups.filter((lookup) => !made.has(lookup));
    if (refused.length === 0) return made;
    this.#keyring.forgetEpoch();
    const epoch = await this.#keyring.activeEpoch();
    const later = await this.#createIn(epoch, refused);
    if (later.size < refused.length) throw epochDraining(epoch);
    return new Map([...made, ...later]);
  }

  /** Whom another worker made first has the key that is stored; of who is made here it is known. */
  async #createIn(epoch: number, lookups: readonly string[]): Promise<ReadonlyMap<string, Person>> {
    const epochKey = await this.#keyring.epochKey(epoch);
    const made = new Map<string, Person>();
    // Drawn at once, and kept nowhere once they are wrapped.
    const drawn = randomBytes(dekBytes * lookups.length);
    const candidates = lookups.map((lookup, at) => {
      const bytes = drawn.subarray(dekBytes * at, dekBytes * (at + 1));
      const [pid, key] = [randomUUID(), sealingKey(bytes)];
      made.set(lookup, { pid, key });
      return { lookup, pid, wrappedKey: wrapKey(epochKey, dekLabel(lookup), bytes), kid: key.kid, epoch };
    });
    drawn.fill(0);
    const stored = await this.#identity.createSubjects(candidates);
    const others = stored.filter(({ lookup, pid }) => made.get(lookup)?.pid !== pid);
    const ours = stored.map(({ lookup }) => [lookup, made.get(lookup) ?? nobody] as const);
    return new Map([...ours, ...(await this.#opened(others))]);
  }

  async #opened(subjects: readonly Subject[]): Promise<ReadonlyMap<string, Person>> {
    const people = await Promise.all(subjects.map((subject) => this.#person(subject)));
    return new Map(subjects.map(({ lookup }, at) => [lookup, people[at] ?? nobody]));
  }

  async #person({ lookup, pid, wrappedKey, epoch }: Subject): Promise<Person> {
    if (pid === null || wrappedKey === null) return nobody;
    return { pid, key: sealingKey(unwrapPersonKey(await this.#keyring.epochKey(epoch), dekLabel(lookup), wrappedKey)) };
  }

  /** People as they were once so much had changed. Pages are sealed side by side: where another one saw a change since, they may be who they no longer are, and would be kept for good. */
  #keep(people: readonly Known[], asOf: string): void {
    if (asOf !== this.#changed) return;
    if (this.#kept.size + people.length > keptPeople) this.#kept.clear();
    // Who was erased is looked for each time: the store notes when they were sent last.
    for (const [name, person] of people) if (person.pid !== null) this.#kept.set(name, person);
  }
}

/** Bytes of a pid's uuid text; 16 zero bytes for nobody. In memory of their own: they are kept as long as the person, and would keep what was made beside them. */
export function pidBytes(pid: string | null): Buffer {
  const bytes = Buffer.alloc(16);
  if (pid !== null) bytes.write(pid.replaceAll("-", ""), "hex");
  return bytes;
}

/** The key of a table, for rows of no known person. */
export const tableKey = async (keyring: Keyring, table: string): Promise<SealingKey> =>
  sealingKey((await keyring.root(`table/${table}`)).export());

/** The key of row hashes, derived from a sealing key. */
export const hashKey = (key: SealingKey): KeyObject => macKey(key.key, "sillage/v1/row-hash");
