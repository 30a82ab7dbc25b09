import type { KeyObject } from "node:crypto";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import type { IndexVersion } from "../core/ports/index-versions.ts";
import { formerNormaliser, type Normaliser } from "./blind-index.ts";
import type { Keyring } from "./keyring.ts";

/** The purpose of the root that blind indexes are made with. */
export const indexPurpose = "blind-index";

/** An index of a field, by the name that it is stored under, with the key of its values. */
export type LiveIndex = { readonly index: string; readonly normaliser: Normaliser; readonly key: KeyObject };

/** What an index is stored under: those of the first version have the normaliser's name. */
export const indexName = (normaliser: Normaliser, version: number): string =>
  version === 1 ? normaliser : `${normaliser}/${version}`;

/** The version that is written, and all that are asked: it first, then those that drain. */
export function liveVersions(versions: readonly IndexVersion[]): {
  readonly active: number;
  readonly asked: readonly number[];
} {
  const of = (wanted: IndexVersion["state"]) =>
    versions.filter(({ state }) => state === wanted).map(({ version }) => version);
  const [active = 1] = of("active");
  return { active, asked: [active, ...of("draining")] };
}

/** An index of a field in a version. */
export const liveIndex = async (
  keyring: Keyring,
  field: string,
  normaliser: Normaliser,
  version: number,
): Promise<LiveIndex> => ({
  index: indexName(normaliser, version),
  normaliser,
  key: await keyring.derived(indexPurpose, `${field}/${normaliser}`, version),
});

/** Names of every index in which a value of a field may stand: in each version that is asked by this normaliser, and by what it took the place of. */
export const askedNames = (asked: readonly number[], normaliser: Normaliser): readonly string[] =>
  asked.flatMap((version) => normalisersOf(normaliser).map((one) => indexName(one, version)));

/** Every index in which a value of a field may stand. */
export async function liveIndexes(
  { identity, keyring }: { readonly identity: IdentityStore; readonly keyring: Keyring },
  field: string,
  normaliser: Normaliser,
): Promise<readonly LiveIndex[]> {
  const { asked } = liveVersions(await identity.indexVersions());
  return Promise.all(
    asked.flatMap((version) => normalisersOf(normaliser).map((one) => liveIndex(keyring, field, one, version))),
  );
}

const normalisersOf = (normaliser: Normaliser): readonly Normaliser[] => {
  const former = formerNormaliser[normaliser];
  return former === undefined ? [normaliser] : [normaliser, former];
};
