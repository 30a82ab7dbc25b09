import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import type { GraphSpec } from "../../core/spec/graph.ts";
import { SillageError } from "../../core/errors.ts";
import { martDdl, schemaDdl, tableDdl } from "./ddl.ts";

/** Statements by the object that they create: what the declarations ask of a database. */
export type Layout = { readonly [object: string]: readonly string[] };

/** The layout that declarations ask for. */
export const layoutOf = (spec: GraphSpec): Layout =>
  Object.fromEntries([
    ...spec.tables.map((table) => [table.key, tableDdl(table)] as const),
    ...spec.marts.map((mart) => [mart.key, [martDdl(mart)]] as const),
  ]);

/** Write the next migration of a deployment: what the declarations ask for and the last snapshot lacks. Undefined when they agree. Throws `migration.destructive`. */
export async function generateMigration(spec: GraphSpec, folder: URL, name: string): Promise<string | undefined> {
  const known = await lastSnapshot(folder);
  const wanted = layoutOf(spec);
  const statements = difference(known.layout, wanted);
  if (statements.length === 0) return undefined;
  const directory = `${String(known.count + 1).padStart(4, "0")}_${name}`;
  const target = new URL(`${directory}/`, folder);
  await mkdir(target, { recursive: true });
  await writeFile(
    new URL("migration.sql", target),
    `${statements.map((statement) => `${statement};`).join("\n--> statement-breakpoint\n")}\n`,
  );
  await writeFile(new URL("snapshot.json", target), `${JSON.stringify(wanted, undefined, 1)}\n`);
  return directory;
}

/** Statements that bring a known layout to the wanted one. New objects only; a changed or removed one is refused. */
export function difference(known: Layout, wanted: Layout): readonly string[] {
  const changed = Object.keys(known).filter(
    (object) => JSON.stringify(known[object]) !== JSON.stringify(wanted[object]),
  );
  if (changed.length > 0) {
    throw new SillageError({
      code: "migration.destructive",
      message: `The declarations change what is deployed: ${changed.join(", ")}.`,
      fix: "Write this migration by hand beside a new snapshot.json; only new tables and marts are generated.",
    });
  }
  const added = Object.entries(wanted)
    .filter(([object]) => known[object] === undefined)
    .flatMap(([, statements]) => statements);
  return added.length === 0 || Object.keys(known).length > 0 ? added : [...schemaDdl(), ...added];
}

async function lastSnapshot(folder: URL): Promise<{ readonly count: number; readonly layout: Layout }> {
  const names = await readdir(folder).catch(() => []);
  const last = names.toSorted((left, right) => (left < right ? -1 : 1)).at(-1);
  if (last === undefined) return { count: 0, layout: {} };
  const layout: Layout = JSON.parse(await readFile(new URL(`${last}/snapshot.json`, folder), "utf8"));
  return { count: names.length, layout };
}
