import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import type { Hint } from "drizzle-kit/payload/postgres";
import { SillageError } from "../../core/errors.ts";
import { destructiveChanges } from "./destructive-changes.ts";
import { drizzleKit, type PgSnapshot } from "./drizzle-kit.ts";
import type { DeployedGraph } from "./graph.ts";
import { postgresLayout } from "./postgres-layout.ts";

/** The folder that was created, undefined when declarations and migrations agree, and what it holds. */
export type GeneratedMigration = { readonly created: string | undefined; readonly statements: readonly string[] };

type Change = {
  readonly count: number;
  readonly snapshot: PgSnapshot;
  readonly statements: readonly string[];
  readonly destroys: readonly string[];
};

/**
 * Write the next PostgreSQL migration of a deployment under `<folder>postgres/<nnnn>_<name>/`: what the declarations
 * ask for and the last snapshot lacks. Needs no database. Throws `migration.destructive`, `migration.name`.
 * @example
 * await generateMigration(deployment, deployment.migrations, "add_gift_cards");
 */
export async function generateMigration(
  deployed: Pick<DeployedGraph, "graph">,
  folder: URL,
  name: string,
  options: { readonly allowDestructive?: boolean } = {},
): Promise<GeneratedMigration> {
  if (!/^[a-z0-9_]+$/.test(name))
    throw new SillageError({
      code: "migration.name",
      message: `"${name}" does not name a migration.`,
      fix: "Use small letters, digits and underscores, for instance `add_gift_cards`.",
    });
  const change = await changeOf(deployed, folder);
  if (change.destroys.length > 0 && options.allowDestructive !== true) throw destructive(change.destroys);
  if (change.statements.length === 0) return { created: undefined, statements: [] };
  const created = `${String(change.count + 1).padStart(4, "0")}_${name}`;
  await write(new URL(`postgres/${created}/`, folder), change);
  return { created, statements: change.statements };
}

/** Statements that the committed migrations of a deployment lack: none when they and its declarations agree. */
export const missingStatements = async (
  deployed: Pick<DeployedGraph, "graph">,
  folder: URL,
): Promise<readonly string[]> => (await changeOf(deployed, folder)).statements;

async function changeOf(deployed: Pick<DeployedGraph, "graph">, folder: URL): Promise<Change> {
  const kit = await drizzleKit();
  const names = await migrationNames(new URL("postgres/", folder));
  const last = names.at(-1);
  const known: PgSnapshot =
    last === undefined
      ? await kit.generateDrizzleJson({})
      : JSON.parse(await readFile(new URL(`postgres/${last}/snapshot.json`, folder), "utf8"));
  const snapshot = await kit.generateDrizzleJson(postgresLayout(deployed.graph.spec), known.id);
  const statements = (await kit.generateMigration(known, snapshot, { hints: asNew(known, snapshot) })).map(toStatement);
  return { count: names.length, snapshot, statements, destroys: destructiveChanges(known, snapshot) };
}

async function migrationNames(folder: URL): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

/** What is new is created, never taken for something renamed: drizzle-kit would ask. */
function asNew(known: PgSnapshot, wanted: PgSnapshot): Hint[] {
  const had = new Set(known.ddl.map(addressOf));
  return wanted.ddl
    .filter((entity) => !had.has(addressOf(entity)))
    .flatMap((entity): Hint[] => {
      if (entity.entityType === "tables")
        return [{ type: "create", kind: "table", entity: [entity.schema, entity.name] }];
      return entity.entityType === "columns"
        ? [{ type: "create", kind: "column", entity: [entity.schema, entity.table, entity.name] }]
        : [];
    });
}

const addressOf = (entity: PgSnapshot["ddl"][number]): string =>
  JSON.stringify(["entityType", "schema", "table", "name"].map((part): unknown => Reflect.get(entity, part)));

/** Staging is unlogged, which drizzle-kit does not know: a crash may empty it, and a load stages again what is missing. A schema may be there already. */
const toStatement = (statement: string): string =>
  statement
    .trim()
    .replace(/^CREATE TABLE "staging"\./, 'CREATE UNLOGGED TABLE "staging".')
    .replace(/^CREATE SCHEMA /, "CREATE SCHEMA IF NOT EXISTS ");

async function write(target: URL, change: Change): Promise<void> {
  const { ddl, ...head } = change.snapshot;
  const entities = ddl.map((entity) => JSON.stringify(entity)).join(",\n");
  await mkdir(target, { recursive: true });
  await writeFile(new URL("migration.sql", target), `${change.statements.join("\n--> statement-breakpoint\n")}\n`);
  await writeFile(new URL("snapshot.json", target), `${JSON.stringify(head).slice(0, -1)},"ddl":[\n${entities}\n]}\n`);
}

const destructive = (changes: readonly string[]): SillageError =>
  new SillageError({
    code: "migration.destructive",
    message: `The declarations take away from stored rows, or ask of them what they may not meet:\n${changes.map((change) => `  - ${change}`).join("\n")}\n`,
    fix: "Declare it as it was (a new column nullable), or generate with allowDestructive once nobody needs it.",
  });
