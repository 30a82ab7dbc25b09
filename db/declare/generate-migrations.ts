import { mkdir, readdir, writeFile } from "node:fs/promises";
import { SillageError } from "../../core/errors.ts";
import type { DialectName, InDialects } from "../../core/ports/database.ts";
import type { DeployedGraph } from "./graph.ts";
import type { FindChange, LayoutChange } from "./migration-dialect.ts";
import { mssqlMigrations } from "./mssql-migrations.ts";
import { postgresMigrations } from "./postgres-migrations.ts";

/** The folders that were created, `<dialect>/<nnnn>_<name>`, none where declarations and migrations agree, and what they hold. */
export type GeneratedMigration = {
  readonly created: readonly string[];
  readonly statements: InDialects<readonly string[]>;
};

type Change = LayoutChange & { readonly dialect: DialectName; readonly count: number };

const finders: InDialects<FindChange> = { postgres: postgresMigrations, mssql: mssqlMigrations };
const names: readonly DialectName[] = ["postgres", "mssql"];

/**
 * Write the next migration of a deployment in every dialect, under `<folder><dialect>/<nnnn>_<name>/`: what the
 * declarations ask for and the dialect's last snapshot lacks. Needs no database. Throws `migration.destructive`,
 * `migration.name`.
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
  const changes = await changesOf(deployed, folder);
  const destroys = [...new Set(changes.flatMap((change) => change.destroys))];
  if (destroys.length > 0 && options.allowDestructive !== true) throw destructive(destroys);
  const created: string[] = [];
  for (const change of changes) {
    if (change.statements.length === 0) continue;
    const path = `${change.dialect}/${String(change.count + 1).padStart(4, "0")}_${name}`;
    await write(new URL(`${path}/`, folder), change);
    created.push(path);
  }
  const of = (dialect: DialectName) => changes.find((change) => change.dialect === dialect)?.statements ?? [];
  return { created, statements: { postgres: of("postgres"), mssql: of("mssql") } };
}

/** Statements that the committed migrations of a deployment lack, in any dialect: none when they and its declarations agree. */
export const missingStatements = async (
  deployed: Pick<DeployedGraph, "graph">,
  folder: URL,
): Promise<readonly string[]> => (await changesOf(deployed, folder)).flatMap((change) => change.statements);

async function changesOf(deployed: Pick<DeployedGraph, "graph">, folder: URL): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const dialect of names) {
    const known = await migrationNames(new URL(`${dialect}/`, folder));
    const last = known.at(-1);
    const file = last === undefined ? undefined : new URL(`${dialect}/${last}/snapshot.json`, folder);
    changes.push({ dialect, count: known.length, ...(await finders[dialect](deployed.graph.spec, file)) });
  }
  return changes;
}

async function migrationNames(folder: URL): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

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
