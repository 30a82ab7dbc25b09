import { SillageError } from "../core/errors.ts";
import type { TableSpec } from "../core/spec/asset.ts";
import { blindIndex, normalise, normaliserOf } from "./blind-index.ts";
import { exportPerson, type ExportDeps } from "./export-person.ts";
import type { FindingDeps } from "./find-people.ts";
import { liveIndexes } from "./live-indexes.ts";
import { mergedPeople, type MergingDeps } from "./merged-people.ts";

/** A table about people, with its columns of a surname in buckets and of a day of birth. */
type NamedTable = { readonly table: TableSpec; readonly surname: string; readonly born: string };
/** Whom to look for: the surname as it was written, and as it is compared; the ISO day of birth. */
type Wanted = { readonly written: string; readonly compared: string; readonly day: string };

const form = /^(?<written>.+?)[\s,;]+(?<day>\d{4}-\d{2}-\d{2})$/;

/** The look-up of whom a surname and a day of birth name, as in `Exemple 1984-07-31`: people of the surname's bucket are opened and compared. Throws `dsr.no-name`, `dsr.no-name-index`, `dsr.namesakes`, none of which tells the value. */
export async function findByName(
  deps: FindingDeps & ExportDeps & MergingDeps,
  value: string,
): Promise<readonly string[]> {
  const { written = "", day = "" } = form.exec(value.trim())?.groups ?? {};
  const compared = normalise("name-1", written);
  if (compared === undefined) throw noName();
  const named = deps.tables.flatMap(namedTable);
  if (named.length === 0) throw noNameIndex();
  const found = await Promise.all(named.map((where) => inTable(deps, where, { written, compared, day })));
  const lookups = [...new Set(found.flat())];
  if (lookups.length > 1 && !(await areOne(deps, lookups))) throw namesakes(lookups.length);
  return lookups;
}

/** Whether the source merged all of them: then they are one person, who came more than once. */
async function areOne(deps: MergingDeps, lookups: readonly string[]): Promise<boolean> {
  const together = new Set(await mergedPeople(deps, lookups.slice(0, 1)));
  return lookups.every((lookup) => together.has(lookup));
}

function namedTable(table: TableSpec): readonly NamedTable[] {
  const surname = table.columns.find(
    ({ personal }) => personal?.index === "bucket" && normaliserOf(personal.what) === "name-1",
  );
  const born = table.columns.find(({ type, personal }) => type.kind === "date" && /birth/i.test(personal?.what ?? ""));
  if (table.subject === undefined || surname === undefined || born === undefined) return [];
  return [{ table, surname: surname.name, born: born.name }];
}

async function inTable(
  deps: FindingDeps & ExportDeps,
  { table, surname, born }: NamedTable,
  { written, compared, day }: Wanted,
): Promise<readonly string[]> {
  const lookups = new Set<string>();
  for (const { index, normaliser, key } of await liveIndexes(deps, surname, "name-1")) {
    const bucket = blindIndex(key, normaliser, "bucket", written) ?? Buffer.alloc(0);
    for (const lookup of await deps.identity.lookupsByIndex(surname, index, bucket)) lookups.add(lookup);
  }
  const found: string[] = [];
  for (const subject of await deps.identity.findSubjects([...lookups])) {
    if (subject?.pid == null) continue;
    const [told] = await exportPerson({ ...deps, tables: [table] }, subject.pid);
    const isThem = (told?.rows ?? []).some(
      (row) => normalise("name-1", String(row[surname])) === compared && row[born] === day,
    );
    if (isThem) found.push(subject.lookup);
  }
  return found;
}

const bySomethingElse = "find the person by --email, --phone or --source-id";

const noName = (): SillageError =>
  new SillageError({
    code: "dsr.no-name",
    message: "What was given is no surname with a day of birth.",
    fix: `Give both on one line, as in "Exemple 1984-07-31", or ${bySomethingElse}.`,
  });

const noNameIndex = (): SillageError =>
  new SillageError({
    code: "dsr.no-name-index",
    message: "No table about people has a surname in buckets and a day of birth.",
    fix: `Declare the surname with \`{ seal: true, index: "bucket" }\` and read the table again, or ${bySomethingElse}.`,
  });

const namesakes = (people: number): SillageError =>
  new SillageError({
    code: "dsr.namesakes",
    message: `${people} people have this surname and this day of birth.`,
    fix: `They may be twins: ${bySomethingElse}, which tell them apart.`,
  });
