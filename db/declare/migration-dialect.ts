import { readFile } from "node:fs/promises";
import type { Hint } from "drizzle-kit/payload/postgres";
import type { GraphSpec } from "../../core/spec/graph.ts";
import { destructiveChanges } from "./destructive-changes.ts";
import type { Kit, Snapshot } from "./drizzle-kit.ts";

/** What declarations ask for and a known layout lacks: the layout they ask for, the statements to it, and what these take away. */
export type LayoutChange = {
  readonly snapshot: Snapshot;
  readonly statements: readonly string[];
  readonly destroys: readonly string[];
};
/** Finds what is missing in one dialect. `known` is the last migration's snapshot file, undefined before the first. */
export type FindChange = (spec: GraphSpec, known: URL | undefined) => Promise<LayoutChange>;

/** What makes a dialect's migrations: its generator, its layout, and what the generator does not know of it. */
export type MigrationDialect<S extends Snapshot> = {
  readonly kit: () => Promise<Kit<S>>;
  readonly layout: (spec: GraphSpec) => Record<string, unknown>;
  readonly mended: (statements: readonly string[], known: S, wanted: S) => readonly string[];
};

/** How a dialect finds what is missing. */
export const migrationDialect =
  <S extends Snapshot>({ kit, layout, mended }: MigrationDialect<S>): FindChange =>
  async (spec, file) => {
    const { generateDrizzleJson, generateMigration } = await kit();
    const known: S = file === undefined ? await generateDrizzleJson({}) : JSON.parse(await readFile(file, "utf8"));
    const snapshot = await generateDrizzleJson(layout(spec), known.id);
    const statements = await generateMigration(known, snapshot, { hints: asNew(known, snapshot) });
    return {
      snapshot,
      statements: mended(
        statements.map((statement) => statement.trim()),
        known,
        snapshot,
      ),
      destroys: destructiveChanges(known, snapshot),
    };
  };

/** What is new is created, never taken for something renamed: drizzle-kit would ask. */
function asNew(known: Snapshot, wanted: Snapshot): Hint[] {
  const had = new Set([...known.ddl].map(addressOf));
  return [...wanted.ddl]
    .filter((entity) => !had.has(addressOf(entity)))
    .flatMap((entity): Hint[] => {
      if (entity.entityType === "tables")
        return [{ type: "create", kind: "table", entity: [entity.schema, entity.name] }];
      return entity.entityType === "columns"
        ? [{ type: "create", kind: "column", entity: [entity.schema, entity.table, entity.name] }]
        : [];
    });
}

const addressOf = (entity: Snapshot["ddl"][number]): string =>
  JSON.stringify(["entityType", "schema", "table", "name"].map((part): unknown => Reflect.get(entity, part)));
