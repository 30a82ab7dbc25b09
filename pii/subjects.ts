import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import type { IdentityStore, Subject } from "../core/ports/identity-store.ts";
import type { Keyring } from "./keyring.ts";
import { mac } from "./mac.ts";
import { sealingKey, type SealingKey } from "./sealed-value.ts";
import { unwrapKey, wrapKey } from "./wrap-key.ts";

/** A person as sealing needs them. `pid` null: erased. */
export type Person = { readonly pid: string | null; readonly key: SealingKey | undefined };

/** People kept in memory with their unwrapped keys. */
const keptPeople = 50_000;

/** Finds or makes people by the source's ids, a page at a time: random pid, a key per person wrapped by the epoch's key. */
export class Subjects {
  readonly #identity: IdentityStore;
  readonly #keyring: Keyring;
  readonly #kept = new Map<string, Person>();

  constructor(identity: IdentityStore, keyring: Keyring) {
    this.#identity = identity;
    this.#keyring = keyring;
  }

  /** Everyone that a page names, by source id. Two workers that meet a new person at once get one subject. */
  async people(source: string, entity: string, ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
    const lookups = await this.#lookups(source, entity, [...new Set(ids)]);
    const unknown = [...lookups].filter(([, lookup]) => !this.#kept.has(lookup)).map(([, lookup]) => lookup);
    const found = await this.#findOrCreate(unknown);
    const people = new Map<string, Person>();
    for (const [id, lookup] of lookups) {
      const person = found.get(lookup) ?? this.#kept.get(lookup);
      if (person !== undefined) people.set(id, person);
    }
    this.#keep(found);
    return people;
  }

  async #lookups(source: string, entity: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const key = await this.#keyring.root("lookup");
    return new Map(ids.map((id) => [id, mac(key, JSON.stringify([source, entity, id]), 16).toString("hex")]));
  }

  async #findOrCreate(lookups: readonly string[]): Promise<ReadonlyMap<string, Person>> {
    if (lookups.length === 0) return new Map();
    const epochKey = await this.#keyring.root("epoch/1");
    const known = await this.#identity.findSubjects(lookups);
    const missing = lookups.filter((_, at) => known[at] === undefined);
    const candidates = missing.map((lookup) => {
      const key = randomBytes(32);
      return {
        lookup,
        pid: randomUUID(),
        wrappedKey: wrapKey(epochKey, `dek/${lookup}`, key),
        kid: sealingKey(key).kid,
        epoch: 1,
      };
    });
    const created = candidates.length === 0 ? [] : await this.#identity.createSubjects(candidates);
    const person = (subject: Subject): Person => {
      if (subject.pid === null || subject.wrappedKey === null) return { pid: null, key: undefined };
      return { pid: subject.pid, key: sealingKey(unwrapKey(epochKey, `dek/${subject.lookup}`, subject.wrappedKey)) };
    };
    return new Map(
      [...known, ...created].flatMap((subject) =>
        subject === undefined ? [] : [[subject.lookup, person(subject)] as const],
      ),
    );
  }

  #keep(people: ReadonlyMap<string, Person>): void {
    if (this.#kept.size + people.size > keptPeople) this.#kept.clear();
    for (const [lookup, person] of people) this.#kept.set(lookup, person);
  }
}

/** Bytes of a pid's uuid text; 16 zero bytes for nobody. */
export const pidBytes = (pid: string | null): Buffer =>
  pid === null ? Buffer.alloc(16) : Buffer.from(pid.replaceAll("-", ""), "hex");

/** The key of a table, for rows of no known person. */
export const tableKey = async (keyring: Keyring, table: string): Promise<SealingKey> =>
  sealingKey((await keyring.root(`table/${table}`)).export());

/** The key of row hashes, derived from a sealing key. */
export const hashKey = (key: SealingKey) => createSecretKey(mac(key.key, "sillage/v1/row-hash"));
