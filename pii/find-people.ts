import { SillageError } from "../core/errors.ts";
import type { IdentityStore } from "../core/ports/identity-store.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { blindIndex, normalise, normaliserOf, type Normaliser } from "./blind-index.ts";
import type { Keyring } from "./keyring.ts";
import { liveIndexes } from "./live-indexes.ts";
import { lookupOf } from "./subjects.ts";

/** What a person is found by. */
export type FoundBy = "email" | "phone" | "source-id";
/** What finding people needs. */
export type FindingDeps = {
  readonly identity: IdentityStore;
  readonly keyring: Keyring;
  readonly tables: readonly TableSpec[];
};

/** Look-ups of the people that a value names. Throws `dsr.no-index`, `dsr.no-value`, neither of which tells the value. */
export async function findPeople(
  { identity, keyring, tables }: FindingDeps,
  by: FoundBy,
  value: string,
): Promise<readonly string[]> {
  const own = tables.flatMap((table) => (table.subject === undefined ? [] : [{ ...table, subject: table.subject }]));
  if (value.trim() === "") throw noValue(by);
  if (by === "source-id") {
    const key = await keyring.root("lookup");
    return own.map(({ source, subject }) => lookupOf(key, source, subject, value.trim()));
  }
  const normaliser: Normaliser = by === "email" ? "email-2" : "phone-1";
  const fields = own.flatMap(({ columns }) =>
    columns.flatMap(({ name, personal }) =>
      personal?.index === "exact" && normaliserOf(personal.what) === normaliser ? [name] : [],
    ),
  );
  if (fields.length === 0) throw noIndex(by);
  if (normalise(normaliser, value) === undefined) throw noValue(by);
  const found = new Set<string>();
  for (const field of new Set(fields))
    for (const live of await liveIndexes({ identity, keyring }, field, normaliser)) {
      const indexed = blindIndex(live.key, live.normaliser, "exact", value);
      if (indexed === undefined) continue;
      for (const lookup of await identity.lookupsByIndex(field, live.index, indexed)) found.add(lookup);
    }
  return [...found];
}

const noIndex = (by: FoundBy): SillageError =>
  new SillageError({
    code: "dsr.no-index",
    message: `No table about people has an exact index of ${by}.`,
    fix: 'Declare the column with `{ seal: true, index: "exact" }` and read the table again, or find the person by --source-id.',
  });

const noValue = (by: FoundBy): SillageError =>
  new SillageError({
    code: "dsr.no-value",
    message: `What was given is no ${by}.`,
    fix: "Give it on one line: at the prompt, on standard input, or in a file with --from.",
  });
