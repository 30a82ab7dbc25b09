import { SillageError } from "../../core/errors.ts";
import type { EpochExposure, ExposedPerson, IdentityStore } from "../../core/ports/identity-store.ts";
import type { TableSpec } from "../../core/spec/asset.ts";
import { isSealed } from "../../core/spec/column.ts";

/** Where the sealed values of a table lie. */
export type SealedStore = {
  readonly table: string;
  readonly fields: readonly string[];
  readonly database: string;
  readonly bucket: readonly string[];
};
/** Whom and what an epoch's key lets somebody open who has it, with a copy of the identity store of that time. */
export type ExposedByKey = EpochExposure & {
  readonly stores: readonly SealedStore[];
  readonly people: readonly ExposedPerson[];
};

type Store = Pick<IdentityStore, "epochExposure" | "exposedPeople">;

const first = "00000000-0000-0000-0000-000000000000";
const page = 10_000;

/** Ask whom an epoch's key concerns, those moved on since among them; the people themselves only where they are `listed`. Throws `pii.no-such-epoch`. */
export async function exposedByKey(
  store: Store,
  tables: readonly TableSpec[],
  { epoch, listed }: { readonly epoch: number; readonly listed: boolean },
): Promise<ExposedByKey> {
  const exposure = await store.epochExposure(epoch);
  if (exposure === undefined) throw noSuchEpoch(epoch);
  const people = listed ? await Array.fromAsync(peopleOf(store, epoch)) : [];
  return { ...exposure, stores: tables.flatMap(storesOf), people };
}

async function* peopleOf(store: Store, epoch: number): AsyncGenerator<ExposedPerson> {
  let after = first;
  for (;;) {
    const more = await store.exposedPeople(epoch, after, page);
    yield* more;
    if (more.length < page) return;
    after = more.at(-1)?.pid ?? after;
  }
}

function storesOf({ key, source, columns }: TableSpec): readonly SealedStore[] {
  const fields = columns.filter(isSealed).map(({ name }) => name);
  const bucket = [source, "backfill", "inbox", "replay"].map((from) => `v1/${from}/${key}/`);
  return fields.length === 0 ? [] : [{ table: key, fields, database: `sealed.${key}`, bucket }];
}

/** It for people: how many, from when until when, in which stores. */
export function exposedLines({
  epoch,
  state,
  since,
  effectiveAt,
  living,
  erased,
  stores,
}: ExposedByKey): readonly string[] {
  const until = effectiveAt === null ? "until now" : `until ${effectiveAt}, from when on nobody can bring it back`;
  return [
    `The key of epoch ${epoch} (${state}) wrapped the keys of ${living + erased} people from ${since} ${until}: ${living} live, ${erased} were erased since. --csv or --json lists who lives.`,
    ...stores.map(
      ({ table, fields, database, bucket }) => `${table}: ${fields.join(", ")} in ${database}, ${bucket.join(", ")}`,
    ),
    "Rows in quarantine (sillage.quarantine) and backups of all of these hold such values too.",
  ];
}

/** Its living people as CSV with a header line. */
export const exposedCsv = ({ people }: ExposedByKey): readonly string[] => [
  "pid,since",
  ...people.map(({ pid, since }) => `${pid},${since}`),
];

const noSuchEpoch = (epoch: number): SillageError =>
  new SillageError({
    code: "pii.no-such-epoch",
    message: `The identity store knows no epoch ${epoch}.`,
    fix: "Epochs count from 1; `sillage pii rotate --epoch --dry-run` tells which is active.",
  });
